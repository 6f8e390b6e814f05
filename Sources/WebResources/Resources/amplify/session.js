import { callIdentityPool } from './cognito.js';
import { identityPool } from './configuration.js';
import { StorageError } from './errors.js';
import { currentTokens, store } from './tokens.js';

const lifetime = 50 * 60 * 1000;

/** Credentials in use: whose they are (the ID token's text, empty for a guest), and since when. */
let held;
let fetching;

/** The tokens, identity and AWS credentials of whoever is signed in, or of a guest where guests are allowed. */
export async function fetchAuthSession({ forceRefresh = false } = {}) {
  const tokens = await currentTokens({ forceRefresh });
  const { credentials, identityId } = await credentialsFor(tokens, forceRefresh);
  return {
    tokens: tokens && {
      accessToken: tokens.accessToken,
      idToken: tokens.idToken,
      signInDetails: tokens.signInDetails,
    },
    credentials,
    identityId,
    userSub: tokens?.accessToken.payload.sub,
  };
}

/** Credentials and identity, or StorageError `NoCredentials`. */
export async function requireCredentials() {
  const { credentials, identityId } = await fetchAuthSession();
  if (credentials === undefined) {
    throw new StorageError({ name: 'NoCredentials', message: 'Credentials should not be empty.' });
  }
  return { credentials, identityId };
}

export function forgetCredentials() {
  const pool = identityPool();
  if (pool !== undefined) store.removeItem(identityName(pool));
  held = undefined;
}

function identityName(pool) {
  return `com.amplify.Cognito.${pool.id}.identityId`;
}

async function credentialsFor(tokens, forceRefresh) {
  const pool = identityPool();
  const owner = tokens?.idToken?.toString() ?? '';
  if (pool === undefined || (owner === '' && !pool.allowsGuests)) return {};
  const isFresh = held?.pool === pool.id && held.owner === owner && Date.now() < held.until;
  if (isFresh && !forceRefresh) return held;
  if (fetching?.owner !== owner) {
    const result = obtain(pool, tokens, owner).finally(() => {
      if (fetching?.result === result) fetching = undefined;
    });
    fetching = { owner, result };
  }
  return fetching.result;
}

async function obtain(pool, tokens, owner) {
  const Logins = owner === '' ? undefined : { [tokens.idToken.payload.iss.replace(/^https?:\/\//, '')]: owner };
  // A guest's identity is offered at sign-in, so that it becomes the user's.
  const known = held?.owner === owner ? held.identityId : (store.getItem(identityName(pool)) ?? undefined);
  const offered =
    known ?? (await callIdentityPool('GetId', { IdentityPoolId: pool.id, Logins: Logins ?? {} })).IdentityId;
  const { IdentityId, Credentials } = await callIdentityPool('GetCredentialsForIdentity', {
    IdentityId: offered,
    Logins,
  });
  if (owner === '') store.setItem(identityName(pool), IdentityId);
  else store.removeItem(identityName(pool));
  held = {
    pool: pool.id,
    owner,
    until: Math.min(Date.now() + lifetime, Credentials.Expiration * 1000),
    identityId: IdentityId,
    credentials: {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretKey,
      sessionToken: Credentials.SessionToken,
      expiration: new Date(Credentials.Expiration * 1000),
    },
  };
  return held;
}
