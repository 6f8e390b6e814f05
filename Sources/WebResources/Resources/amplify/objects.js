import { base64, sha256, utf8 } from './bytes.js';
import { bucketOf } from './configuration.js';
import { StorageError } from './errors.js';
import { locate, locateList } from './locations.js';
import { addressOf, send } from './s3.js';
import { encode, presignedURL } from './signature.js';
import { childrenOf, escapeXML, parseXML, textOfChild } from './xml.js';

// MARK: Properties and addresses

export async function getProperties(input) {
  const target = await locate(input);
  const { headers } = await send({ ...target, method: 'HEAD', query: { 'response-cache-control': 'no-store' } });
  return { ...target.describe(target.key), ...propertiesOf(headers) };
}

export function propertiesOf(headers) {
  const value = (name) => headers.get(name)?.trim() ?? undefined;
  const length = value('content-length');
  const modified = value('last-modified');
  const metadata = {};
  for (const [name, text] of headers) {
    if (name.startsWith('x-amz-meta-')) metadata[name.slice('x-amz-meta-'.length)] = text.trim();
  }
  return {
    contentType: value('content-type'),
    size: length === undefined ? undefined : Number(length),
    eTag: value('etag'),
    lastModified: modified === undefined ? undefined : new Date(modified),
    metadata,
    versionId: value('x-amz-version-id'),
  };
}

/** A presigned URL, and when it ends: after `expiresIn` seconds, 900 by default, or with the credentials. */
export async function getUrl(input) {
  const { options = {} } = input;
  const target = await locate(input);
  if (options.validateObjectExistence) await getProperties(input);
  const left = target.credentials.expiration && Math.floor((target.credentials.expiration - Date.now()) / 1000);
  const expiresInSeconds = Math.min(options.expiresIn ?? 900, left ?? Infinity);
  if (expiresInSeconds > 7 * 24 * 60 * 60) {
    throw new StorageError({
      name: 'UrlExpirationMaxLimitExceed',
      message: 'Url Expiration can not be greater than 7 Days.',
    });
  }
  const isUpload = options.method === 'PUT';
  const disposition = dispositionOf(options.contentDisposition);
  const url = addressOf({
    bucket: target.place.bucket,
    key: target.key,
    query: isUpload
      ? {
        'x-id': 'PutObject',
        'content-type': options.contentType ?? 'application/octet-stream',
        'content-disposition': disposition,
        'cache-control': options.cacheControl,
      }
      : {
        'x-id': 'GetObject',
        'response-cache-control': options.cacheControl,
        'response-content-type': options.contentType,
        'response-content-disposition': disposition,
      },
  });
  const now = new Date();
  const signed = await presignedURL({
    method: isUpload ? 'PUT' : 'GET', url, region: target.place.region, credentials: target.credentials,
    expiresInSeconds, now,
  });
  return { url: signed, expiresAt: new Date(now.getTime() + expiresInSeconds * 1000) };
}

export function dispositionOf(disposition) {
  if (typeof disposition !== 'object') return disposition;
  return disposition.filename ? `${disposition.type}; filename="${disposition.filename}"` : disposition.type;
}

// MARK: Listing

const largestPage = 1000;

export async function list(input = {}) {
  const { options = {} } = input;
  const target = await locateList(input);
  const excludes = options.subpathStrategy?.strategy === 'exclude';
  const size = options.pageSize > 0 && options.pageSize <= largestPage ? options.pageSize : largestPage;
  const items = [];
  const excludedSubpaths = [];
  let token = options.listAll ? undefined : options.nextToken;
  do {
    const page = await listPage(target, {
      prefix: target.key,
      token,
      maxKeys: options.listAll ? largestPage : size,
      delimiter: excludes ? (options.subpathStrategy.delimiter ?? '/') : undefined,
    });
    items.push(...page.objects.map(({ key, ...rest }) => ({ ...target.describe(key), ...rest })));
    excludedSubpaths.push(...page.commonPrefixes);
    token = page.nextToken;
  } while (options.listAll && token !== undefined);
  return { items, nextToken: token, ...(excludes ? { excludedSubpaths } : {}) };
}

async function listPage(target, { prefix, token, maxKeys, delimiter }) {
  const { body } = await send({
    place: target.place,
    credentials: target.credentials,
    method: 'GET',
    query: {
      'list-type': '2', 'encoding-type': 'url', 'max-keys': String(maxKeys), prefix, delimiter,
      'continuation-token': token,
    },
  });
  const document = parseXML(await body.text());
  const isEncoded = textOfChild(document, 'EncodingType') === 'url';
  const decode = (text) => (isEncoded ? decodeURIComponent(text.replace(/\+/g, ' ')) : text);
  return {
    objects: childrenOf(document, 'Contents').map((entry) => ({
      key: decode(textOfChild(entry, 'Key')),
      eTag: textOfChild(entry, 'ETag'),
      lastModified: new Date(textOfChild(entry, 'LastModified')),
      size: Number(textOfChild(entry, 'Size')),
    })),
    commonPrefixes: childrenOf(document, 'CommonPrefixes').map((entry) => decode(textOfChild(entry, 'Prefix'))),
    nextToken: textOfChild(document, 'IsTruncated') === 'true' ? textOfChild(document, 'NextContinuationToken') : undefined,
  };
}

// MARK: Removing and copying

/** Removes an object, or every object below a path that is a folder. */
export async function remove(input) {
  const target = await locate(input);
  if (['', '/', '*'].includes(target.key)) throw new Error('Cannot delete root or bucket-wide paths');
  const isFolder = input.path !== undefined && (target.key.endsWith('/') || (await hasObjectsBelow(target)));
  if (isFolder) await removeFolder(target, input.options?.onProgress);
  else await send({ ...target, method: 'DELETE', query: { 'x-id': 'DeleteObject' } });
  return target.describe(target.key);
}

async function hasObjectsBelow(target) {
  try {
    return (await listPage(target, { prefix: `${target.key}/`, maxKeys: 1 })).objects.length > 0;
  } catch {
    return false; // Whoever may not list can still remove one object.
  }
}

async function removeFolder(target, onProgress) {
  const prefix = target.key.endsWith('/') ? target.key : `${target.key}/`;
  let token;
  do {
    const page = await listPage(target, { prefix, token, maxKeys: largestPage });
    token = page.nextToken;
    if (page.objects.length > 0) {
      const progress = await removeMany(target, page.objects.map(({ key }) => key));
      onProgress?.(progress);
    }
  } while (token !== undefined);
}

async function removeMany(target, keys) {
  const objects = keys.map((key) => `<Object><Key>${escapeXML(key)}</Key></Object>`).join('');
  const request = utf8(
    `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>false</Quiet>${objects}</Delete>`);
  const { body } = await send({
    place: target.place,
    credentials: target.credentials,
    method: 'POST',
    query: { delete: '' },
    // S3 wants a checksum of this request, of whatever kind.
    headers: { 'content-type': 'application/xml', 'x-amz-checksum-sha256': base64(await sha256(request)) },
    body: request,
  });
  const document = parseXML(await body.text());
  return {
    deleted: childrenOf(document, 'Deleted').map((entry) => ({ path: textOfChild(entry, 'Key') })),
    failed: childrenOf(document, 'Error').map((entry) => ({
      path: textOfChild(entry, 'Key'),
      code: textOfChild(entry, 'Code'),
      message: textOfChild(entry, 'Message'),
    })),
  };
}

/** Copies within or between buckets of one region; `source` and `destination` each have `path` or `key`. */
export async function copy({ source, destination, options = {} }) {
  if ((source.bucket === undefined) !== (destination.bucket === undefined)) {
    throw new StorageError({
      name: 'InvalidCopyOperationStorageBucket',
      message: 'Missing bucket option in either source or destination.',
    });
  }
  const from = await locate(source, source);
  const to = await locate(destination, destination);
  const headers = {
    'x-amz-copy-source': `${bucketOf(source.bucket).bucket}/${from.key.split('/').map(encode).join('/')}`,
    'x-amz-metadata-directive': 'COPY',
  };
  if (source.eTag) headers['x-amz-copy-source-if-match'] = source.eTag;
  if (source.notModifiedSince) {
    headers['x-amz-copy-source-if-unmodified-since'] = source.notModifiedSince.toUTCString();
  }
  await send({ ...to, method: 'PUT', query: { 'x-id': 'CopyObject' }, headers, signal: options.signal });
  return to.describe(to.key);
}
