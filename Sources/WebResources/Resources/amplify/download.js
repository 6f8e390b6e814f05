import { locate } from './locations.js';
import { propertiesOf } from './objects.js';
import { send } from './s3.js';
import { TransferTask } from './transfer-task.js';

/** Starts a download; `result` resolves to the object's properties and its `body`. */
export function downloadData(input) {
  const { bytesRange, onProgress, cacheControl } = input.options ?? {};
  return new TransferTask(async ({ signal }) => {
    const target = await locate(input);
    const { headers, body } = await send({
      ...target,
      method: 'GET',
      query: { 'x-id': 'GetObject', 'response-cache-control': cacheControl },
      headers: bytesRange ? { range: `bytes=${bytesRange.start}-${bytesRange.end}` } : {},
      signal,
      onDownload: onProgress && ((transferredBytes, totalBytes) => onProgress({ transferredBytes, totalBytes })),
    });
    return {
      ...target.describe(target.key),
      body: {
        blob: async () => body,
        text: () => body.text(),
        json: async () => JSON.parse(await body.text()),
      },
      ...propertiesOf(headers),
    };
  }, { canPause: false });
}
