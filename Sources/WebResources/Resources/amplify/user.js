import { callUserPool } from './cognito.js';
import { AuthError } from './errors.js';
import { signOut } from './sign-in.js';
import { attributeList, deliveryDetails } from './sign-up.js';
import { currentTokens } from './tokens.js';

/** The access token of whoever is signed in, or AuthError `UserUnAuthenticatedException`. */
export async function accessToken() {
  return (await requireTokens()).accessToken.toString();
}

async function requireTokens() {
  const tokens = await currentTokens();
  if (tokens !== undefined) return tokens;
  throw new AuthError({
    name: 'UserUnAuthenticatedException',
    message: 'User needs to be authenticated to call this API.',
    recoverySuggestion: 'Sign in before calling this API again.',
  });
}

export async function getCurrentUser() {
  const { idToken, accessToken: access, signInDetails } = await requireTokens();
  const claims = (idToken ?? access).payload;
  return { username: claims['cognito:username'] ?? claims.username, userId: claims.sub, signInDetails };
}

export async function fetchUserAttributes() {
  const { UserAttributes } = await callUserPool('GetUser', { AccessToken: await accessToken() });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
}

/** Says for each attribute whether it holds at once or must be confirmed by a code. */
export async function updateUserAttributes({ userAttributes, options = {} }) {
  const { CodeDeliveryDetailsList = [] } = await callUserPool('UpdateUserAttributes', {
    AccessToken: await accessToken(),
    UserAttributes: attributeList(userAttributes),
    ClientMetadata: options.clientMetadata,
  });
  const results = {};
  for (const name of Object.keys(userAttributes)) {
    results[name] = { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } };
  }
  for (const details of CodeDeliveryDetailsList) {
    results[details.AttributeName] = {
      isUpdated: false,
      nextStep: {
        updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
        codeDeliveryDetails: deliveryDetails(details),
      },
    };
  }
  return results;
}

export async function updateUserAttribute({ userAttribute: { attributeKey, value }, options }) {
  return (await updateUserAttributes({ userAttributes: { [attributeKey]: value }, options }))[attributeKey];
}

export async function deleteUserAttributes({ userAttributeKeys }) {
  await callUserPool('DeleteUserAttributes', {
    AccessToken: await accessToken(),
    UserAttributeNames: userAttributeKeys,
  });
}

export async function sendUserAttributeVerificationCode({ userAttributeKey, options = {} }) {
  const { CodeDeliveryDetails } = await callUserPool('GetUserAttributeVerificationCode', {
    AccessToken: await accessToken(),
    AttributeName: userAttributeKey,
    ClientMetadata: options.clientMetadata,
  });
  return deliveryDetails(CodeDeliveryDetails);
}

export async function confirmUserAttribute({ userAttributeKey, confirmationCode }) {
  await callUserPool('VerifyUserAttribute', {
    AccessToken: await accessToken(),
    AttributeName: userAttributeKey,
    Code: confirmationCode,
  });
}

export async function deleteUser() {
  await callUserPool('DeleteUser', { AccessToken: await accessToken() });
  await signOut();
}
