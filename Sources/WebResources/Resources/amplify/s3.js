import { endpoint } from './configuration.js';
import { CanceledError, StorageError } from './errors.js';
import { encode, signedHeaders } from './signature.js';
import { parseXML, textOfChild } from './xml.js';

/** The address of an object, or of the bucket if the key is empty, in path style. */
export function addressOf({ bucket, key = '', query = {} }) {
  const url = new URL(endpoint);
  url.pathname = `/${bucket}${key === '' ? '' : `/${key.split('/').map(encode).join('/')}`}`;
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  // A key such as `a/../b` means another object to a URL than to S3.
  if (key !== '' && url.pathname.length !== bucket.length + 2 + key.split('/').map(encode).join('/').length) {
    throw new StorageError({ name: 'Unknown', message: 'An unknown error has occurred.' });
  }
  return url;
}

const attempts = 3;

/**
 * Sends a signed request and returns `{ status, headers, body }`, body a Blob; throws StorageError with S3's code.
 *
 * `place` is `{ bucket, region }`; `headers` have lower-case names; `signal` cancels; `onUpload` and `onDownload` are
 * told the bytes so far and, if known, in all.
 */
export async function send({ place, credentials, method, key, query, headers = {}, body, ...transfer }) {
  const url = addressOf({ bucket: place.bucket, key, query });
  for (let attempt = 1; ; attempt += 1) {
    if (transfer.signal?.aborted) throw new CanceledError();
    const signed = await signedHeaders({ method, url, headers, body, region: place.region, credentials });
    let response;
    try {
      response = await exchange({ method, url, headers: signed, body, ...transfer });
    } catch (underlyingError) {
      if (transfer.signal?.aborted) throw new CanceledError();
      if (attempt === attempts) {
        throw new StorageError({ name: 'NetworkError', message: 'A network error has occurred.', underlyingError });
      }
    }
    if (response && response.status < 300) return response;
    const mayRetry = response === undefined || response.status === 429 || response.status >= 500;
    if (!mayRetry || attempt === attempts) throw await errorOf(response);
    await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
  }
}

async function errorOf({ status, headers, body }) {
  const document = parseXML(await body.text());
  return new StorageError({
    name: textOfChild(document, 'Code') ?? (status === 404 ? 'NotFound' : String(status)),
    message: textOfChild(document, 'Message') ?? `the server answered ${status}`,
    metadata: { httpStatusCode: status, requestId: headers.get('x-amz-request-id') ?? undefined },
  });
}

// MARK: Transport

/** Only XMLHttpRequest tells how far an upload is; workers for pages and Node have fetch alone. */
function exchange(request) {
  const watches = request.onUpload || request.onDownload;
  return watches && typeof XMLHttpRequest !== 'undefined' ? exchangeByXHR(request) : exchangeByFetch(request);
}

async function exchangeByFetch({ method, url, headers, body, signal, onUpload, onDownload }) {
  const response = await fetch(url, { method, headers, body, signal, cache: 'no-store' });
  const received = await response.blob();
  if (response.ok && body !== undefined) onUpload?.(sizeOf(body), sizeOf(body));
  if (response.ok) onDownload?.(received.size, received.size);
  return { status: response.status, headers: response.headers, body: received };
}

function exchangeByXHR({ method, url, headers, body, signal, onUpload, onDownload }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(method, url);
    request.responseType = 'blob';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    // The browser's cache would give an object's former content.
    if (method === 'GET') request.setRequestHeader('cache-control', 'no-store');
    if (onUpload) request.upload.onprogress = ({ loaded, total }) => onUpload(loaded, total);
    if (onDownload) {
      request.onprogress = ({ loaded, total, lengthComputable }) =>
        request.status < 300 && onDownload(loaded, lengthComputable ? total : undefined);
    }
    request.onload = () => {
      const fields = request.getAllResponseHeaders().trim().split(/[\r\n]+/).filter(Boolean);
      const pairs = fields.map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]);
      resolve({ status: request.status, headers: new Headers(pairs), body: request.response ?? new Blob() });
    };
    request.onerror = () => reject(new Error('the connection failed'));
    request.onabort = () => reject(new Error('aborted'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    signal?.addEventListener('abort', abort);
    request.send(body);
  });
}

export function sizeOf(data) {
  return data.size ?? data.byteLength;
}
