import { AuthError, StorageError } from './errors.js';

let current = {};
let library = {};

export const Amplify = {
  /** Takes the content of amplify_outputs.json, of a Gen 1 aws-exports, or a ResourcesConfig. */
  configure(configuration, libraryOptions) {
    current = Object.freeze(resourcesConfig(configuration));
    if (libraryOptions !== undefined) library = libraryOptions;
  },

  getConfig() {
    return current;
  },
};

export function storageOptions() {
  return library.Storage?.S3 ?? {};
}

// MARK: Forms

function resourcesConfig(configuration) {
  if (Object.keys(configuration).some((key) => key.startsWith('aws_'))) return configOfExports(configuration);
  if (String(configuration.version ?? '').startsWith('1')) return configOfOutputs(configuration);
  return configuration;
}

function configOfOutputs({ auth, storage }) {
  const config = {};
  if (auth) {
    config.Auth = {
      Cognito: {
        userPoolId: auth.user_pool_id,
        userPoolClientId: auth.user_pool_client_id,
        identityPoolId: auth.identity_pool_id,
        allowGuestAccess: auth.unauthenticated_identities_enabled === true,
        mfa: auth.mfa_configuration && {
          status: { NONE: 'off', OPTIONAL: 'optional', REQUIRED: 'on' }[auth.mfa_configuration],
          totpEnabled: auth.mfa_methods?.includes('TOTP'),
          smsEnabled: auth.mfa_methods?.includes('SMS'),
        },
        passwordFormat: auth.password_policy && {
          minLength: auth.password_policy.min_length,
          requireLowercase: auth.password_policy.require_lowercase,
          requireUppercase: auth.password_policy.require_uppercase,
          requireNumbers: auth.password_policy.require_numbers,
          requireSpecialCharacters: auth.password_policy.require_symbols,
        },
        groups: auth.groups,
      },
    };
  }
  if (storage) {
    const buckets = {};
    for (const { name, bucket_name: bucketName, aws_region: region, paths } of storage.buckets ?? []) {
      if (name in buckets) {
        throw new Error(`Duplicate friendly name found: ${name}. Name must be unique.`);
      }
      buckets[name] = { bucketName, region, paths };
    }
    config.Storage = { S3: { bucket: storage.bucket_name, region: storage.aws_region, buckets } };
  }
  return config;
}

function configOfExports(exports) {
  const config = {};
  if (exports.aws_user_pools_id || exports.aws_cognito_identity_pool_id) {
    config.Auth = {
      Cognito: {
        userPoolId: exports.aws_user_pools_id,
        userPoolClientId: exports.aws_user_pools_web_client_id,
        identityPoolId: exports.aws_cognito_identity_pool_id,
        allowGuestAccess: exports.aws_mandatory_sign_in !== 'enable',
      },
    };
  }
  if (exports.aws_user_files_s3_bucket) {
    config.Storage = {
      S3: { bucket: exports.aws_user_files_s3_bucket, region: exports.aws_user_files_s3_bucket_region },
    };
  }
  return config;
}

// MARK: Questions

/** The sandbox's address: that of this file, where it is served; else that of the connect script or environment. */
export const endpoint = /^https?:/.test(import.meta.url)
  ? new URL(import.meta.url).origin
  : (globalThis.sandboxConnection?.endpoint ?? globalThis.process?.env?.SANDBOX_ENDPOINT ?? 'http://localhost:20005');

export function userPool() {
  const cognito = current.Auth?.Cognito;
  if (!cognito?.userPoolId || !cognito.userPoolClientId) {
    throw new AuthError({
      name: 'AuthUserPoolException',
      message: 'Auth UserPool not configured.',
      recoverySuggestion: 'Make sure to call Amplify.configure in your app.',
    });
  }
  const [region, name] = cognito.userPoolId.split('_');
  return { id: cognito.userPoolId, clientID: cognito.userPoolClientId, region, name };
}

/** Undefined without an identity pool: then there are no AWS credentials. */
export function identityPool() {
  const cognito = current.Auth?.Cognito;
  if (!cognito?.identityPoolId) return undefined;
  return {
    id: cognito.identityPoolId,
    region: cognito.identityPoolId.split(':')[0],
    allowsGuests: cognito.allowGuestAccess === true,
  };
}

/** The bucket that a call's `bucket` option means: the default, a friendly name, or `{ bucketName, region }`. */
export function bucketOf(option) {
  const storage = current.Storage?.S3;
  if (typeof option === 'object') return { bucket: option.bucketName, region: option.region };
  if (typeof option === 'string') {
    const found = storage?.buckets?.[option];
    if (!found) {
      throw new StorageError({
        name: 'InvalidStorageBucket',
        message: 'Unable to lookup bucket from provided name in Amplify configuration.',
        recoverySuggestion: `Known names: ${Object.keys(storage?.buckets ?? {}).join(', ') || 'none'}.`,
      });
    }
    return { bucket: found.bucketName, region: found.region };
  }
  if (!storage?.bucket) throw new StorageError({ name: 'NoBucket', message: 'Missing bucket name while accessing object.' });
  if (!storage.region) throw new StorageError({ name: 'NoRegion', message: 'Missing region while accessing object.' });
  return { bucket: storage.bucket, region: storage.region };
}
