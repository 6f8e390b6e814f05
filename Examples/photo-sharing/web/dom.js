/** Makes an element: `element('button', { type: 'button', onclick }, 'Send')`. Text is only ever set as text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function find(selector) {
  return document.querySelector(selector);
}

let ending;

/** Says something at the page's foot, for a while. */
export function notify(text, kind = 'good') {
  const notice = find('#notice');
  notice.replaceChildren(element('p', { className: kind }, text));
  clearTimeout(ending);
  ending = setTimeout(() => notice.replaceChildren(), 6000);
}

/** `3.4 MB` */
export function sizeText(bytes) {
  const units = ['B', 'KB', 'MB', 'GB'];
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** `AccessDenied: guest may not list …`, without saying the name twice. */
export function reasonOf({ name, message }) {
  return `${name}: ${message.replace(/^Access Denied: /, '')}`;
}
