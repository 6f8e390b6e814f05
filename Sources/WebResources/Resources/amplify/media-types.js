const types = {
  aac: 'audio/aac', avi: 'video/x-msvideo', avif: 'image/avif', bmp: 'image/bmp', css: 'text/css', csv: 'text/csv',
  doc: 'application/msword', gif: 'image/gif', gz: 'application/gzip', heic: 'image/heic', htm: 'text/html',
  html: 'text/html', ico: 'image/vnd.microsoft.icon', jpeg: 'image/jpeg', jpg: 'image/jpeg', js: 'text/javascript',
  json: 'application/json', m4a: 'audio/mp4', md: 'text/markdown', mov: 'video/quicktime', mp3: 'audio/mpeg',
  mp4: 'video/mp4', mpeg: 'video/mpeg', ogg: 'audio/ogg', pdf: 'application/pdf', png: 'image/png', rtf: 'application/rtf',
  svg: 'image/svg+xml', tar: 'application/x-tar', tif: 'image/tiff', tiff: 'image/tiff', ttf: 'font/ttf',
  txt: 'text/plain', wav: 'audio/wav', webm: 'video/webm', webp: 'image/webp', woff: 'font/woff', woff2: 'font/woff2',
  xml: 'application/xml', zip: 'application/zip',
};

/** By the option, else the file's own, else the key's extension. */
export function mediaTypeOf(key, data, option) {
  const extension = key.includes('.') ? key.slice(key.lastIndexOf('.') + 1).toLowerCase() : '';
  return option ?? (data.type || undefined) ?? types[extension] ?? 'application/octet-stream';
}
