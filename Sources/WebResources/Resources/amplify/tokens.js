import { bytesOfBase64, textOf } from './bytes.js';
import { callUserPool } from './cognito.js';
import { userPool } from './configuration.js';
import { Hub } from './hub.js';

/** localStorage in a page; elsewhere (Node, workers) the session lives as long as the program. */
export const store = (typeof window === 'undefined' ? undefined : window.localStorage) ?? memory();

function memory() {
  const items = new Map();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}

/** The payload of a token, and the token's own text by `toString`. The signature is the services' business. */
export function decodeJWT(token) {
  const parts = token.split('.');
  if (parts.length !== 3) throw new Error('Invalid token');
  return { payload: JSON.parse(textOf(bytesOfBase64(parts[1]))), toString: () => token };
}

// MARK: Keeping
// The names are aws-amplify's own, so that an app may change between it and this file without a new sign-in.

const names = ['accessToken', 'idToken', 'refreshToken', 'clockDrift', 'signInDetails'];

function prefix() {
  return `CognitoIdentityServiceProvider.${userPool().clientID}`;
}

/** Undefined if nobody is signed in. */
export function loadTokens() {
  const username = store.getItem(`${prefix()}.LastAuthUser`);
  if (username === null) return undefined;
  const item = (name) => store.getItem(`${prefix()}.${username}.${name}`) ?? undefined;
  if (item('accessToken') === undefined) return undefined;
  return {
    username,
    accessToken: decodeJWT(item('accessToken')),
    idToken: item('idToken') && decodeJWT(item('idToken')),
    refreshToken: item('refreshToken'),
    clockDrift: Number(item('clockDrift') ?? 0),
    signInDetails: item('signInDetails') && JSON.parse(item('signInDetails')),
  };
}

/** Keeps what an AuthenticationResult brings. */
export function saveTokens(result, { username, signInDetails, refreshToken }) {
  const accessToken = decodeJWT(result.AccessToken);
  const values = {
    accessToken: result.AccessToken,
    idToken: result.IdToken,
    refreshToken: result.RefreshToken ?? refreshToken,
    clockDrift: String(accessToken.payload.iat * 1000 - Date.now()),
    signInDetails: signInDetails && JSON.stringify(signInDetails),
  };
  for (const name of names) {
    if (values[name] === undefined) store.removeItem(`${prefix()}.${username}.${name}`);
    else store.setItem(`${prefix()}.${username}.${name}`, values[name]);
  }
  store.setItem(`${prefix()}.LastAuthUser`, username);
}

export function dropTokens() {
  const username = store.getItem(`${prefix()}.LastAuthUser`);
  for (const name of names) store.removeItem(`${prefix()}.${username}.${name}`);
  store.removeItem(`${prefix()}.LastAuthUser`);
}

// MARK: Renewing

const endings = new Set([
  'NotAuthorizedException', 'TokenRevokedException', 'UserNotFoundException', 'PasswordResetRequiredException',
  'UserNotConfirmedException', 'RefreshTokenReuseException',
]);

let renewal;

/** The tokens of whoever is signed in, renewed if they are about to end; undefined for a guest. */
export async function currentTokens({ forceRefresh = false } = {}) {
  const tokens = loadTokens();
  if (tokens === undefined) return undefined;
  const now = Date.now() + tokens.clockDrift;
  const isFresh = [tokens.accessToken, tokens.idToken].every((token) => !token || token.payload.exp * 1000 - now > 5000);
  if (isFresh && !forceRefresh) return tokens;
  renewal ??= renew(tokens).finally(() => (renewal = undefined));
  return renewal;
}

async function renew({ username, refreshToken, signInDetails }) {
  try {
    const { AuthenticationResult } = await callUserPool('GetTokensFromRefreshToken', {
      ClientId: userPool().clientID,
      RefreshToken: refreshToken,
    });
    saveTokens(AuthenticationResult, { username, signInDetails, refreshToken });
    Hub.dispatch('auth', { event: 'tokenRefresh' });
    return loadTokens();
  } catch (error) {
    Hub.dispatch('auth', { event: 'tokenRefresh_failure', data: { error } });
    if (endings.has(error.name)) dropTokens();
    if (error.name === 'NotAuthorizedException') return undefined;
    throw error;
  }
}
