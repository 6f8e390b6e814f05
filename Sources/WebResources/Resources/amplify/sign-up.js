import { callUserPool } from './cognito.js';
import { userPool } from './configuration.js';
import { AuthError } from './errors.js';
import { signIn } from './sign-in.js';

/** The sign-in that follows a confirmation, where `signUp` was asked for one. */
let followUp;

export async function signUp({ username, password, options = {} }) {
  requireName(username, 'EmptySignUpUsername');
  const { userAttributes = {}, validationData, clientMetadata, autoSignIn } = options;
  const answer = await callUserPool('SignUp', {
    ClientId: userPool().clientID,
    Username: username,
    Password: password,
    UserAttributes: attributeList(userAttributes),
    ValidationData: validationData && attributeList(validationData),
    ClientMetadata: clientMetadata,
  });
  followUp = autoSignIn ? { username, password, options: autoSignIn === true ? {} : autoSignIn } : undefined;
  if (answer.UserConfirmed) return { ...afterConfirmation(), userId: answer.UserSub };
  return {
    isSignUpComplete: false,
    nextStep: { signUpStep: 'CONFIRM_SIGN_UP', codeDeliveryDetails: deliveryDetails(answer.CodeDeliveryDetails) },
    userId: answer.UserSub,
  };
}

export async function confirmSignUp({ username, confirmationCode, options = {} }) {
  requireName(username, 'EmptyConfirmSignUpUsername');
  requireName(confirmationCode, 'EmptyConfirmSignUpCode');
  await callUserPool('ConfirmSignUp', {
    ClientId: userPool().clientID,
    Username: username,
    ConfirmationCode: confirmationCode,
    ForceAliasCreation: options.forceAliasCreation,
    ClientMetadata: options.clientMetadata,
  });
  return afterConfirmation(username);
}

export async function resendSignUpCode({ username, options = {} }) {
  requireName(username, 'EmptyResendSignUpCodeUsername');
  const answer = await callUserPool('ResendConfirmationCode', {
    ClientId: userPool().clientID,
    Username: username,
    ClientMetadata: options.clientMetadata,
  });
  return deliveryDetails(answer.CodeDeliveryDetails);
}

export async function autoSignIn() {
  if (followUp === undefined) {
    throw new AuthError({
      name: 'AutoSignInException',
      message: 'The autoSignIn flow has not started, or has been cancelled/completed.',
      recoverySuggestion: 'Please try to use the signIn API or log out before starting a new autoSignIn flow.',
    });
  }
  const input = followUp;
  followUp = undefined;
  return signIn(input);
}

function afterConfirmation(username = followUp?.username) {
  const signUpStep = followUp?.username === username && followUp ? 'COMPLETE_AUTO_SIGN_IN' : 'DONE';
  return { isSignUpComplete: true, nextStep: { signUpStep } };
}

function requireName(value, name) {
  if (!value) throw new AuthError({ name, message: `${name.replace(/^Empty/, '')} is required` });
}

export function attributeList(attributes) {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

export function deliveryDetails(details = {}) {
  return {
    destination: details.Destination,
    deliveryMedium: details.DeliveryMedium,
    attributeName: details.AttributeName,
  };
}
