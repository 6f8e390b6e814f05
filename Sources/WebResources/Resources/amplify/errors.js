class AmplifyError extends Error {
  constructor({ name, message, recoverySuggestion, underlyingError, metadata }) {
    super(message);
    this.name = name;
    this.recoverySuggestion = recoverySuggestion;
    this.underlyingError = underlyingError;
    if (metadata !== undefined) this.metadata = metadata;
  }
}

/** A refusal by the user pool or the identity pool, or a call that makes no sense to them; `name` is Cognito's. */
export class AuthError extends AmplifyError {}

/** A refusal by S3, or a call that makes no sense to it; `name` is S3's code. */
export class StorageError extends AmplifyError {}

/** A transfer that was cancelled. */
export class CanceledError extends StorageError {
  constructor(message = 'Upload or download is cancelled.') {
    super({ name: 'CanceledError', message });
  }
}

export function isCancelError(error) {
  return error instanceof CanceledError;
}
