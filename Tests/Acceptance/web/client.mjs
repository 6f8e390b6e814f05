/**
 * Requests in the shape, and built in the order, of Amplify's client: its addresses are made of the `URL` that stands
 * in the global scope when it is loaded, step by step.
 */
const ClientURL = URL;
const encoder = new TextEncoder();
// Not global in Node 18.
const crypto = globalThis.crypto ?? (await import('node:crypto')).webcrypto;

/** Region's host, then the bucket in front of it, or in the path if its name has a dot. */
export function endpointOf(bucket, region) {
  const url = new ClientURL(`https://s3.${region}.amazonaws.com`);
  if (bucket.includes('.')) url.pathname = `/${bucket}`;
  else url.host = `${bucket}.${url.host}`;
  return url;
}

export function objectURL(bucket, region, key, query = {}) {
  const url = new ClientURL(endpointOf(bucket, region).toString());
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${key.split('/').map(encode).join('/')}`;
  url.search = new URLSearchParams(query).toString();
  return url;
}

export function listURL(bucket, region, query) {
  const url = new ClientURL(endpointOf(bucket, region).toString());
  url.search = new URLSearchParams(query).toString();
  return url;
}

/** The client puts the path to "/" here, whatever the endpoint's style. */
export function deleteURL(bucket, region) {
  const url = new ClientURL(endpointOf(bucket, region).toString());
  url.pathname = '/';
  url.search = new URLSearchParams({ delete: '' }).toString();
  return url;
}

export function poolURL(service, region) {
  return new ClientURL(`https://${service}.${region}.amazonaws.com/`);
}

// Signatures, for the host and path that the URL has in the end

function encode(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

async function hmac(key, text) {
  const raw = typeof key === 'string' ? encoder.encode(key) : key;
  const imported = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, encoder.encode(text)));
}

async function sha256(data) {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', typeof data === 'string' ? encoder.encode(data) : data)));
}

function hex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function signatureOf(canonical, { credentials, region, date }) {
  const day = date.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  let key = `AWS4${credentials.secret}`;
  for (const part of [day, region, 's3', 'aws4_request']) key = await hmac(key, part);
  return hex(await hmac(key, ['AWS4-HMAC-SHA256', date, scope, await sha256(canonical)].join('\n')));
}

function canonicalQuery(url) {
  return [...url.searchParams].map((pair) => pair.map(encode).join('=')).sort().join('&');
}

function now() {
  return new Date().toISOString().replace(/[-:]|\.\d+/g, '');
}

export async function signed({ method, url, region, credentials, body = '', headers = {} }) {
  const date = now();
  const all = {
    ...headers,
    'x-amz-content-sha256': await sha256(body),
    'x-amz-date': date,
    'x-amz-security-token': credentials.token,
  };
  const values = { ...all, host: url.host };
  const names = Object.keys(values).sort();
  const canonical = [method, url.pathname, canonicalQuery(url), ...names.map((name) => `${name}:${values[name]}`), '',
    names.join(';'), all['x-amz-content-sha256']].join('\n');
  const signature = await signatureOf(canonical, { credentials, region, date });
  all.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.key}/${date.slice(0, 8)}/${region}/s3/aws4_request, `
    + `SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return all;
}

export async function presigned({ url, region, credentials }) {
  const date = now();
  const result = new ClientURL(url.toString());
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.key}/${date.slice(0, 8)}/${region}/s3/aws4_request`,
    'X-Amz-Date': date, 'X-Amz-SignedHeaders': 'host', 'X-Amz-Expires': '900', 'X-Amz-Security-Token': credentials.token,
  };
  for (const [name, value] of Object.entries(parameters)) result.searchParams.set(name, value);
  const canonical = ['GET', result.pathname, canonicalQuery(result), `host:${result.host}`, '', 'host', 'UNSIGNED-PAYLOAD'];
  result.searchParams.set('X-Amz-Signature', await signatureOf(canonical.join('\n'), { credentials, region, date }));
  return result;
}

/** Sends by fetch, and tells what came back. */
export async function send({ method, url, region, credentials, body, headers = {} }) {
  const response = await fetch(url, {
    method, body, headers: await signed({ method, url, region, credentials, body, headers }) });
  return { status: response.status, text: await response.text(), eTag: response.headers.get('etag') };
}

/** Sends by XMLHttpRequest, and tells which progress it reported too. */
export async function sendByXHR({ method, url, region, credentials, body, headers = {} }) {
  const all = await signed({ method, url, region, credentials, body, headers });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const progress = [];
    request.open(method, url.toString());
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => progress.push([loaded, total]);
    request.onload = () => resolve({ status: request.status, eTag: request.getResponseHeader('etag'), progress });
    request.onerror = () => reject(new Error('no connection'));
    request.send(body);
  });
}

export async function callPool({ service, region, target, input }) {
  const response = await fetch(poolURL(service, region), {
    method: 'POST',
    cache: 'no-store',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}
