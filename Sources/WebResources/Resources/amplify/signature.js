/** AWS Signature Version 4 for S3, in headers and in the query. */
import { hex, hmac, sha256 } from './bytes.js';

const algorithm = 'AWS4-HMAC-SHA256';
const unsigned = 'UNSIGNED-PAYLOAD';

/** Strict percent encoding: everything but letters, digits and `-._~`. */
export function encode(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The headers of a signed request; those given are signed too. Bytes are signed by their digest, a Blob is not. */
export async function signedHeaders({ method, url, headers, body, region, credentials, now = new Date() }) {
  const payloadHash = await hashOf(body);
  const all = {
    ...headers,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': timestamp(now),
    ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
  };
  const names = [...Object.keys(all), 'host'].sort();
  const canonicalHeaders = names
    .map((name) => `${name}:${(name === 'host' ? url.host : all[name]).trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  const canonicalRequest =
    [method, url.pathname, canonicalQuery(url), canonicalHeaders, names.join(';'), payloadHash].join('\n');
  const scope = scopeOf(now, region);
  const signature = await sign({ canonicalRequest, now, scope, region, credentials });
  all.authorization =
    `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return all;
}

/** The URL with its signature in the query, good for `expiresInSeconds`. */
export async function presignedURL({ method, url, region, credentials, expiresInSeconds, now = new Date() }) {
  const scope = scopeOf(now, region);
  const signed = new URL(url);
  const parameters = {
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': timestamp(now),
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Expires': String(expiresInSeconds),
    ...(credentials.sessionToken ? { 'X-Amz-Security-Token': credentials.sessionToken } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) signed.searchParams.set(name, value);
  const canonicalRequest =
    [method, signed.pathname, canonicalQuery(signed), `host:${signed.host}\n`, 'host', unsigned].join('\n');
  signed.searchParams.set('X-Amz-Signature', await sign({ canonicalRequest, now, scope, region, credentials }));
  return signed;
}

async function sign({ canonicalRequest, now, scope, region, credentials }) {
  const stringToSign = [algorithm, timestamp(now), scope, hex(await sha256(canonicalRequest))].join('\n');
  const dateKey = await hmac(`AWS4${credentials.secretAccessKey}`, timestamp(now).slice(0, 8));
  const serviceKey = await hmac(await hmac(dateKey, region), 's3');
  const signingKey = await hmac(serviceKey, 'aws4_request');
  return hex(await hmac(signingKey, stringToSign));
}

function canonicalQuery(url) {
  return [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)])
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

async function hashOf(body) {
  if (typeof Blob !== 'undefined' && body instanceof Blob) return unsigned;
  return hex(await sha256(body ?? ''));
}

/** `20261107T052059Z` */
function timestamp(date) {
  return date.toISOString().replace(/[-:]|\.\d+/g, '');
}

function scopeOf(date, region) {
  return `${timestamp(date).slice(0, 8)}/${region}/s3/aws4_request`;
}
