import { base64 } from './bytes.js';

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of data that comes in pieces. */
export class CRC32 {
  #value = 0xffffffff;

  update(bytes) {
    let value = this.#value;
    for (const byte of bytes) value = table[(value ^ byte) & 0xff] ^ (value >>> 8);
    this.#value = value;
    return this;
  }

  /** Base64 of four bytes, highest first: S3's form. */
  get text() {
    const value = (this.#value ^ 0xffffffff) >>> 0;
    return base64(Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value));
  }
}

/** The CRC-32 of a Blob or of bytes, read a megabyte at a time. */
export async function crc32Of(data) {
  const crc = new CRC32();
  if (!(data instanceof Blob)) return crc.update(data).text;
  const step = 1024 * 1024;
  for (let start = 0; start < data.size; start += step) {
    crc.update(new Uint8Array(await data.slice(start, start + step).arrayBuffer()));
  }
  return crc.text;
}
