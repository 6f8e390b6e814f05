/** S3's answers: elements with text or elements in them, five named entities and numeric ones. */

/** The element at the root as `{ name, children, text }`; undefined if the text is no document. */
export function parseXML(document) {
  const root = { name: '', children: [], text: '' };
  const open = [root];
  const tokens = /<\?[^]*?\?>|<!--[^]*?-->|<(\/?)([\w:.-]+)[^>]*?(\/?)>|([^<]+)/g;
  for (const [, closing, name, empty, text] of document.matchAll(tokens)) {
    const parent = open.at(-1);
    if (text !== undefined) {
      parent.text += decodeEntities(text);
    } else if (name === undefined) {
      continue;
    } else if (closing) {
      if (open.length === 1 || open.pop().name !== name) return undefined;
    } else {
      const element = { name, children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return open.length === 1 ? root.children[0] : undefined;
}

export function childrenOf(element, name) {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of the first child of that name; undefined if there is none. */
export function textOfChild(element, name) {
  return childrenOf(element, name)[0]?.text;
}

export function escapeXML(text) {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hexadecimal, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    return String.fromCodePoint(hexadecimal ? parseInt(hexadecimal, 16) : Number(decimal));
  });
}
