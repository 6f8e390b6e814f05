/** The pictures of an album, each by a presigned URL. */
import { getUrl, list, remove } from 'aws-amplify/storage';

import { element, find, notify, reasonOf, sizeText } from './dom.js';

const dayAndTime = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

let album;
let current;
let generation = 0;

for (const tab of document.querySelectorAll('[role=tab]')) {
  tab.onclick = () => open(tab.dataset.album);
  tab.onkeydown = ({ key }) => {
    const next = key === 'ArrowRight' ? tab.nextElementSibling : key === 'ArrowLeft' ? tab.previousElementSibling : null;
    next?.focus();
    next?.click();
  };
}

/** Shows what this visitor may see; a guest begins with the album that is open to guests. */
export async function showGallery(visitor) {
  const isNew = current?.identityID !== visitor.identityID || current?.name !== visitor.name;
  current = visitor;
  if (isNew || album === undefined) album = visitor.name === undefined ? 'profile-pictures' : 'post-pictures';
  await open(album);
}

async function open(chosen) {
  album = chosen;
  const mine = ++generation;
  for (const tab of document.querySelectorAll('[role=tab]')) {
    tab.ariaSelected = String(tab.dataset.album === chosen);
    tab.tabIndex = tab.dataset.album === chosen ? 0 : -1;
  }
  const panel = find('#pictures');
  panel.setAttribute('aria-labelledby', `tab-${chosen}`);
  let content;
  try {
    const { items } = await list({ path: `${chosen}/`, options: { listAll: true } });
    items.sort((a, b) => b.lastModified - a.lastModified);
    content = items.length === 0
      ? empty('No pictures here yet', current.name === undefined ? 'Sign in and be the first.' : 'Add the first one above.')
      : element('ul', { className: 'pictures' }, ...(await Promise.all(items.map(picture))));
  } catch (error) {
    content = error.name === 'AccessDenied'
      ? empty('This album is not open to you', 'The rules let everyone read it who has signed in.', error)
      : empty('The pictures could not be listed', '', error);
  }
  // A slower answer for an album left in the meantime is not shown.
  if (mine === generation) panel.replaceChildren(content);
}

async function picture({ path, size, lastModified }) {
  const { url } = await getUrl({ path });
  const name = path.split('/').at(-1);
  const isMine = path.split('/')[1] === current.identityID;
  return element('li', { className: 'picture' },
    element('a', { href: url.href, target: '_blank' }, preview(url, name)),
    element('div', { className: 'caption' },
      element('b', {}, name),
      element('small', {}, `${isMine ? 'yours' : 'of another user'} · ${sizeText(size)} · ${dayAndTime.format(lastModified)}`)),
    isMine
      ? element('button', { type: 'button', className: 'quiet danger', onclick: () => discard(path, name) }, 'Delete')
      : undefined);
}

function preview(url, name) {
  const image = element('img', { src: url.href, alt: name, loading: 'lazy' });
  image.onerror = () => image.replaceWith(element('span', { className: 'no-preview' }, 'No preview'));
  return image;
}

async function discard(path, name) {
  try {
    await remove({ path });
    notify(`${name} was deleted.`);
    dispatchEvent(new Event('pictures-changed'));
  } catch (error) {
    notify(`${name}: ${error.message}`, 'bad');
  }
}

function empty(title, text, error) {
  return element('div', { className: 'empty' },
    element('h3', {}, title),
    element('p', {}, text),
    error && element('p', { className: 'reason' }, element('code', {}, reasonOf(error))));
}
