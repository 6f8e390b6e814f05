const listeners = new Map();

/** Tells an app what happens: channel `auth` has signedIn, signedOut, tokenRefresh and tokenRefresh_failure. */
export const Hub = {
  /** Returns a function that ends the listening. */
  listen(channel, callback) {
    if (!listeners.has(channel)) listeners.set(channel, new Set());
    listeners.get(channel).add(callback);
    return () => listeners.get(channel).delete(callback);
  },

  dispatch(channel, payload) {
    for (const callback of listeners.get(channel) ?? []) callback({ channel, payload });
  },
};
