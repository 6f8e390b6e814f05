import { Amplify, endpoint } from './configuration.js';
import { AuthError } from './errors.js';

const services = {
  userPool: { target: 'AWSCognitoIdentityProviderService', address: 'userPoolEndpoint' },
  identityPool: { target: 'AWSCognitoIdentityService', address: 'identityPoolEndpoint' },
};

/** Calls an operation of the user pool; throws AuthError with Cognito's name and words. */
export function callUserPool(operation, input) {
  return call(services.userPool, operation, input);
}

/** Calls an operation of the identity pool; throws AuthError with Cognito's name and words. */
export function callIdentityPool(operation, input) {
  return call(services.identityPool, operation, input);
}

const attempts = 3;

async function call(service, operation, input) {
  const address = Amplify.getConfig().Auth?.Cognito?.[service.address] ?? `${endpoint}/`;
  for (let attempt = 1; ; attempt += 1) {
    let response;
    try {
      response = await fetch(address, {
        method: 'POST',
        cache: 'no-store',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `${service.target}.${operation}`,
        },
        body: JSON.stringify(input),
      });
    } catch (underlyingError) {
      if (attempt === attempts) {
        throw new AuthError({ name: 'NetworkError', message: 'A network error has occurred.', underlyingError });
      }
    }
    if (response?.ok) return response.json();
    const mayRetry = response === undefined || response.status === 429 || response.status >= 500;
    if (!mayRetry || attempt === attempts) throw await errorOf(response);
    await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
  }
}

async function errorOf(response) {
  const body = await response.json();
  const type = body.__type ?? body.code ?? 'Unknown';
  return new AuthError({
    name: type.split(/[,:]/)[0].split('#').at(-1),
    message: body.message ?? body.Message ?? 'An unknown error has occurred.',
    metadata: { httpStatusCode: response.status, requestId: response.headers.get('x-amzn-requestid') ?? undefined },
  });
}
