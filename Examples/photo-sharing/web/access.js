/** The same requests, made by a guest, by the owner and by another user, side by side. */
import { list, remove, uploadData } from 'aws-amplify/storage';

import { element, find } from './dom.js';
import { albums, requests, tryRequests } from './requests.js';

const viewers = [
  { id: 'guest', title: 'A guest' },
  { id: 'owner', title: 'You, the owner' },
  { id: 'other', title: 'Another user' },
];

let owner;

export function showAccess(visitor) {
  const isOther = owner?.identityID !== visitor.identityID;
  owner = visitor;
  if (isOther) find('#answers').replaceChildren();
  find('#ask').onclick = ask;
}

async function ask() {
  const button = find('#ask');
  button.disabled = true;
  find('#answers').replaceChildren(element('p', { className: 'waiting' }, 'Asking…'));
  try {
    const folders = albums.map((album) => `${album.id}/${owner.identityID}/`);
    const results = {};
    // One after the other: the owner's trial of deleting comes last, so that there is something to see for all.
    for (const { id } of viewers.toSorted((a, b) => (a.id === 'owner') - (b.id === 'owner'))) {
      await prepare(folders);
      results[id] = id === 'owner' ? await tryRequests(folders, await import('aws-amplify/storage')) : await askWorker(id, folders);
    }
    await clean(folders);
    find('#answers').replaceChildren(table(results));
  } catch (error) {
    find('#answers').replaceChildren(element('p', { className: 'problem' }, error.message));
  } finally {
    button.disabled = false;
  }
}

/** Lays a small picture into each folder, for the others to look at and to try to delete. */
async function prepare(folders) {
  for (const folder of folders) {
    await uploadData({ path: `${folder}access-check.svg`, data: trialPicture, options: { contentType: 'image/svg+xml' } }).result;
  }
}

/** Removes what the trials left. */
async function clean(folders) {
  for (const folder of folders) {
    const { items } = await list({ path: `${folder}access-check`, options: { listAll: true } });
    for (const { path } of items) await remove({ path });
  }
}

const trialPicture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="#7c5cff"/>
<circle cx="24" cy="24" r="12" fill="#fff"/></svg>`;

/** A worker has a client of its own, and so a session of its own beside the page's. */
function askWorker(viewer, folders) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('viewer.js', { type: 'module' });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.error) reject(new Error(data.error));
      else resolve(data.results);
    };
    worker.onerror = (event) => reject(new Error(event.message || 'the viewer could not be started'));
    worker.postMessage({ viewer, folders });
  });
}

function table(results) {
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Request'),
    ...viewers.map(({ title }) => element('th', { scope: 'col' }, title)));
  const rows = albums.flatMap((album, index) => [
    element('tr', { className: 'album' }, element('th', { colSpan: 4, scope: 'colgroup' }, album.title)),
    ...requests.map((request) => element('tr', { 'data-request': `${album.id} ${request.id}` },
      element('th', { scope: 'row' }, request.title),
      ...viewers.map(({ id }) => answerCell(id, results[id][index][request.id])))),
  ]);
  return element('div', { className: 'scroll' },
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)));
}

function answerCell(viewer, { allowed, picture, reason }) {
  const mark = element('span', { className: allowed ? 'yes' : 'no', title: reason ?? '' }, allowed ? '✓ allowed' : '✗ denied');
  const image = picture && element('img', { src: URL.createObjectURL(picture), alt: 'the picture as this viewer got it' });
  return element('td', { 'data-viewer': viewer }, image, mark);
}
