import { utf8 } from './bytes.js';
import { crc32Of } from './checksum.js';
import { StorageError } from './errors.js';
import { locate } from './locations.js';
import { mediaTypeOf } from './media-types.js';
import { dispositionOf } from './objects.js';
import { send, sizeOf } from './s3.js';
import { TransferTask } from './transfer-task.js';
import { parseXML, textOfChild } from './xml.js';

const smallestPart = 5 * 1024 * 1024;
const mostParts = 10_000;
const partsAtOnce = 4;

/**
 * Starts an upload of a Blob, File, text or bytes. Up to 5 MiB go in one request; more goes in parts, and can then
 * be paused and resumed.
 */
export function uploadData(input) {
  const { data, options = {} } = input;
  const source = typeof data === 'string' ? utf8(data) : data instanceof ArrayBuffer ? new Uint8Array(data)
    : ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;
  if (!(source instanceof Blob || source instanceof Uint8Array)) {
    throw new StorageError({ name: 'InvalidUploadSource', message: 'Upload source type can only be a `Blob`, `File`, '
      + '`ArrayBuffer`, or `string`.' });
  }
  const isLarge = sizeOf(source) > smallestPart;
  return new TransferTask(async (control) => {
    const target = await locate(input);
    const upload = {
      target, source, options, control,
      contentType: mediaTypeOf(target.key, source, options.contentType),
      hasChecksum: options.checksumAlgorithm === 'crc-32',
    };
    const result = isLarge ? await new MultipartUpload(upload).run() : await putObject(upload);
    return {
      ...target.describe(target.key),
      eTag: result.eTag,
      versionId: result.versionId,
      contentType: upload.contentType,
      metadata: options.metadata,
      size: sizeOf(source),
    };
  }, { canPause: isLarge });
}

// MARK: In one request

async function putObject(upload) {
  const { target, source, options, control, hasChecksum } = upload;
  const headers = objectHeaders(upload);
  if (options.preventOverwrite) headers['if-none-match'] = '*';
  if (hasChecksum) headers['x-amz-checksum-crc32'] = await crc32Of(source);
  const totalBytes = sizeOf(source);
  const { headers: answer } = await send({
    ...target,
    method: 'PUT',
    query: { 'x-id': 'PutObject' },
    headers,
    body: source,
    signal: control.signal,
    onUpload: options.onProgress && ((transferredBytes) => options.onProgress({ transferredBytes, totalBytes })),
  });
  return { eTag: answer.get('etag')?.trim(), versionId: answer.get('x-amz-version-id') ?? undefined };
}

function objectHeaders({ options, contentType }) {
  const headers = { 'content-type': contentType };
  if (options.contentDisposition) headers['content-disposition'] = dispositionOf(options.contentDisposition);
  if (options.contentEncoding) headers['content-encoding'] = options.contentEncoding;
  if (options.cacheControl) headers['cache-control'] = options.cacheControl;
  for (const [name, value] of Object.entries(options.metadata ?? {})) {
    headers[`x-amz-meta-${name.toLowerCase()}`] = value;
  }
  return headers;
}

// MARK: In parts

class MultipartUpload {
  #upload;
  #signal;
  #uploadID;
  #partSize;
  /** By part number: what S3 answered. */
  #done = new Map();
  /** By part number: bytes that have left, of parts under way and done. */
  #sent = new Map();

  constructor(upload) {
    this.#upload = upload;
    const size = sizeOf(upload.source);
    this.#partSize = smallestPart;
    while (Math.ceil(size / this.#partSize) > mostParts) this.#partSize *= 2;
  }

  async run() {
    try {
      // A pause ends what is under way; what is done stays done.
      for (;;) {
        this.#signal = this.#upload.control.signal;
        try {
          return await this.#attempt();
        } catch (error) {
          if (!this.#signal.aborted) throw error;
          await this.#upload.control.resumed();
        }
      }
    } catch (error) {
      await this.#abandon();
      throw error;
    }
  }

  async #attempt() {
    this.#uploadID ??= await this.#create();
    await this.#sendParts();
    const result = await this.#complete();
    if (!this.#upload.hasChecksum) await this.#checkSize();
    return result;
  }

  #send(request) {
    return send({ ...this.#upload.target, signal: this.#signal, ...request });
  }

  async #create() {
    const checksum = this.#upload.hasChecksum
      ? { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'FULL_OBJECT' }
      : {};
    const { body } = await this.#send({
      method: 'POST', query: { uploads: '' }, headers: { ...objectHeaders(this.#upload), ...checksum } });
    return textOfChild(parseXML(await body.text()), 'UploadId');
  }

  async #sendParts() {
    const count = Math.ceil(sizeOf(this.#upload.source) / this.#partSize);
    const missing = [];
    for (let number = 1; number <= count; number += 1) if (!this.#done.has(number)) missing.push(number);
    const worker = async () => {
      for (let number = missing.shift(); number !== undefined; number = missing.shift()) await this.#sendPart(number);
    };
    // All must have ended before the upload goes on, or is given up.
    const ends = await Promise.allSettled(Array.from({ length: partsAtOnce }, worker));
    const failed = ends.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #sendPart(number) {
    const start = (number - 1) * this.#partSize;
    const body = this.#upload.source.slice(start, start + this.#partSize);
    const headers = { 'content-type': 'application/octet-stream' };
    const checksum = this.#upload.hasChecksum ? await crc32Of(body) : undefined;
    if (checksum !== undefined) headers['x-amz-checksum-crc32'] = checksum;
    try {
      const { headers: answer } = await this.#send({
        method: 'PUT',
        query: { partNumber: String(number), uploadId: this.#uploadID },
        headers,
        body,
        onUpload: (bytes) => this.#progress(number, bytes),
      });
      const eTag = answer.get('etag')?.trim();
      if (!eTag) throw new StorageError({ name: 'Unknown', message: 'ETag is missing; is it exposed by CORS?' });
      this.#done.set(number, { eTag, checksum });
    } catch (error) {
      this.#sent.delete(number);
      throw error;
    }
  }

  #progress(number, bytes) {
    this.#sent.set(number, bytes);
    let transferredBytes = 0;
    for (const sent of this.#sent.values()) transferredBytes += sent;
    this.#upload.options.onProgress?.({ transferredBytes, totalBytes: sizeOf(this.#upload.source) });
  }

  async #complete() {
    const parts = [...this.#done].sort(([a], [b]) => a - b).map(([number, { eTag, checksum }]) => {
      const crc = checksum === undefined ? '' : `<ChecksumCRC32>${checksum}</ChecksumCRC32>`;
      return `<Part><ETag>${eTag}</ETag><PartNumber>${number}</PartNumber>${crc}</Part>`;
    });
    const headers = { 'content-type': 'application/xml' };
    if (this.#upload.options.preventOverwrite) headers['if-none-match'] = '*';
    if (this.#upload.hasChecksum) {
      headers['x-amz-checksum-crc32'] = await crc32Of(this.#upload.source);
      headers['x-amz-checksum-type'] = 'FULL_OBJECT';
    }
    const { headers: answer, body } = await this.#send({
      method: 'POST',
      query: { uploadId: this.#uploadID },
      headers,
      body: utf8(`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}`
        + '</CompleteMultipartUpload>'),
    });
    const document = parseXML(await body.text());
    // S3 may find out that it cannot complete an upload after it began to answer 200.
    const code = textOfChild(document, 'Code');
    if (code !== undefined) throw new StorageError({ name: code, message: textOfChild(document, 'Message') });
    return { eTag: textOfChild(document, 'ETag'), versionId: answer.get('x-amz-version-id') ?? undefined };
  }

  /** As aws-amplify does without a checksum; it needs the right to read what was written. */
  async #checkSize() {
    const { headers } = await this.#send({ method: 'HEAD', query: { 'response-cache-control': 'no-store' } });
    const length = headers.get('content-length');
    if (length !== null && Number(length) !== sizeOf(this.#upload.source)) {
      throw new StorageError({
        name: 'Error', message: `Upload failed. Expected object size ${sizeOf(this.#upload.source)}, but got ${length}.` });
    }
  }

  async #abandon() {
    if (this.#uploadID === undefined) return;
    try {
      const { target } = this.#upload;
      await send({ ...target, method: 'DELETE', query: { 'x-id': 'AbortMultipartUpload', uploadId: this.#uploadID } });
    } catch {
      // The upload has failed already, and that error says more.
    }
  }
}
