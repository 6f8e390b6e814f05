const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function utf8(text) {
  return encoder.encode(text);
}

export function textOf(bytes) {
  return decoder.decode(bytes);
}

export function concatenate(...parts) {
  const arrays = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  const bytes = new Uint8Array(arrays.reduce((length, array) => length + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    bytes.set(array, offset);
    offset += array.length;
  }
  return bytes;
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function bytesOfHex(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** Takes base64 and base64url, with or without padding. */
export function bytesOfBase64(text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
}

export async function sha256(...parts) {
  return new Uint8Array(await subtle().digest('SHA-256', concatenate(...parts)));
}

export async function hmac(key, ...parts) {
  const bytes = typeof key === 'string' ? utf8(key) : key;
  const imported = await subtle().importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await subtle().sign('HMAC', imported, concatenate(...parts)));
}

function subtle() {
  if (globalThis.crypto?.subtle) return globalThis.crypto.subtle;
  throw new Error('this page has no Web Cryptography: open it on localhost or by https');
}
