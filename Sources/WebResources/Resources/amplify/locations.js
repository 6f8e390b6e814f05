import { bucketOf, storageOptions } from './configuration.js';
import { StorageError } from './errors.js';
import { requireCredentials } from './session.js';

/**
 * What a call is about, from its `path` or its legacy `key`: `{ place, credentials, key, prefix, describe }`.
 * `key` is the whole key in the bucket, `describe(key)` gives a key back as the call named it.
 */
export async function locate(input, options = input.options ?? {}) {
  const { credentials, identityId } = await requireCredentials();
  const place = bucketOf(options.bucket);
  if (input.path !== undefined && input.key !== undefined) {
    throw invalid('InvalidStorageOperationInput', 'Cannot specify both key and path in the input.');
  }
  if (input.path !== undefined) {
    const key = pathOf(input.path, identityId);
    return { place, credentials, key, describe: (whole) => ({ path: whole }) };
  }
  if (input.key === undefined) throw invalid('InvalidStorageOperationInput', 'Missing path or key parameter in Input.');
  const prefix = await prefixOf(options, identityId);
  return {
    place,
    credentials,
    key: prefix + input.key,
    describe: (whole) => ({ key: whole.slice(prefix.length) }),
  };
}

/** As `locate`, for a list: an input without path lists a level's prefix. */
export function locateList({ path, prefix = '', options = {} }) {
  return locate(path === undefined ? { key: prefix } : { path }, options);
}

function pathOf(path, identityId) {
  const resolved = typeof path === 'function' ? path({ identityId }) : path;
  if (resolved.startsWith('/')) {
    throw invalid('InvalidStoragePathInput', 'Input `path` does not allow a leading slash (/).');
  }
  return resolved;
}

async function prefixOf({ accessLevel, targetIdentityId }, identityId) {
  const { defaultAccessLevel = 'guest', prefixResolver = standardPrefix } = storageOptions();
  const level = accessLevel ?? defaultAccessLevel;
  const owner = level === 'protected' ? (targetIdentityId ?? identityId) : identityId;
  return prefixResolver({ accessLevel: level, targetIdentityId: owner });
}

function standardPrefix({ accessLevel, targetIdentityId }) {
  switch (accessLevel) {
    case 'guest': return 'public/';
    case 'protected': return `protected/${targetIdentityId}/`;
    case 'private': return `private/${targetIdentityId}/`;
    default: throw invalid('InvalidStorageOperationInput', `There is no access level \`${accessLevel}\`.`);
  }
}

function invalid(name, message) {
  return new StorageError({ name, message });
}
