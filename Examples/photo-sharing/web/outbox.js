/**
 * The newest code that the sandbox would have mailed to somebody; undefined if there is none, or no sandbox.
 * A deployed app has no such thing: there the code arrives by mail.
 */
export async function codeFor(recipient) {
  const response = await fetch('/_sandbox/api/outbox');
  if (!response.ok) return undefined;
  const { messages } = await response.json();
  return messages.findLast((message) => message.recipient === recipient && message.code)?.code;
}
