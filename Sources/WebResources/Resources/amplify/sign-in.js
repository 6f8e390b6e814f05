import { callUserPool } from './cognito.js';
import { userPool } from './configuration.js';
import { AuthError } from './errors.js';
import { Hub } from './hub.js';
import { forgetCredentials } from './session.js';
import { SecureRemotePassword } from './srp.js';
import { currentTokens, decodeJWT, dropTokens, loadTokens, saveTokens } from './tokens.js';

/** A sign-in between two steps: the challenge that `confirmSignIn` will answer. */
let pending;

export async function signIn({ username, password, options = {} }) {
  if (!username) throw new AuthError({ name: 'EmptySignInUsername', message: 'username is required to signIn' });
  if (await currentTokens()) {
    throw new AuthError({
      name: 'UserAlreadyAuthenticatedException',
      message: 'There is already a signed in user.',
      recoverySuggestion: 'Call signOut before calling signIn again.',
    });
  }
  const authFlowType = options.authFlowType ?? 'USER_SRP_AUTH';
  const start = starts[authFlowType];
  if (!start) throw new AuthError({ name: 'InvalidParameterException', message: `no flow \`${authFlowType}\`` });
  if (start.needsPassword && !password) {
    throw new AuthError({ name: 'EmptySignInPassword', message: 'password is required to signIn' });
  }
  const srp = start.usesProof ? new SecureRemotePassword() : undefined;
  pending = {
    username,
    srp,
    password,
    clientMetadata: options.clientMetadata,
    signInDetails: { loginId: username, authFlowType },
  };
  return follow(() =>
    callUserPool('InitiateAuth', {
      AuthFlow: start.flow,
      AuthParameters: start.parameters({ username, password, srp, preferred: options.preferredChallenge }),
      ClientId: userPool().clientID,
      ClientMetadata: options.clientMetadata,
    }));
}

const starts = {
  USER_SRP_AUTH: {
    flow: 'USER_SRP_AUTH',
    needsPassword: true,
    usesProof: true,
    parameters: ({ username, srp }) => ({ USERNAME: username, SRP_A: srp.A }),
  },
  USER_PASSWORD_AUTH: {
    flow: 'USER_PASSWORD_AUTH',
    needsPassword: true,
    parameters: ({ username, password }) => ({ USERNAME: username, PASSWORD: password }),
  },
  CUSTOM_WITHOUT_SRP: { flow: 'CUSTOM_AUTH', parameters: ({ username }) => ({ USERNAME: username }) },
  CUSTOM_WITH_SRP: {
    flow: 'CUSTOM_AUTH',
    needsPassword: true,
    usesProof: true,
    parameters: ({ username, srp }) => ({ USERNAME: username, SRP_A: srp.A, CHALLENGE_NAME: 'SRP_A' }),
  },
  USER_AUTH: {
    flow: 'USER_AUTH',
    usesProof: true,
    parameters: ({ username, password, srp, preferred }) => ({
      USERNAME: username,
      PREFERRED_CHALLENGE: preferred,
      PASSWORD: preferred === 'PASSWORD' ? password : undefined,
      SRP_A: preferred === 'PASSWORD_SRP' ? srp.A : undefined,
    }),
  },
};

export async function confirmSignIn({ challengeResponse, options = {} }) {
  if (!challengeResponse) {
    throw new AuthError({
      name: 'EmptyChallengeResponse', message: 'challengeResponse is required to confirmSignIn' });
  }
  if (pending?.challenge === undefined) {
    throw new AuthError({
      name: 'SignInException',
      message: 'An error occurred during the sign in process.',
      recoverySuggestion: 'This most likely occurred due to: 1. signIn was not called before confirmSignIn. '
        + '2. signIn threw an exception. 3. The page was loaded anew in between.',
    });
  }
  const { name } = pending.challenge;
  if (name === 'MFA_SETUP') return setUpSecondFactor(challengeResponse);
  const responses = { ...answers[name](challengeResponse, options) };
  return follow(() => respond(name, responses));
}

/** What each challenge is answered with. */
const answers = {
  SMS_MFA: (code) => ({ SMS_MFA_CODE: code }),
  SOFTWARE_TOKEN_MFA: (code) => ({ SOFTWARE_TOKEN_MFA_CODE: code }),
  EMAIL_OTP: (code) => ({ EMAIL_OTP_CODE: code }),
  SMS_OTP: (code) => ({ SMS_OTP_CODE: code }),
  CUSTOM_CHALLENGE: (answer) => ({ ANSWER: answer }),
  NEW_PASSWORD_REQUIRED: (password, { userAttributes = {} }) => ({
    NEW_PASSWORD: password,
    ...Object.fromEntries(Object.entries(userAttributes).map(([name, value]) => [`userAttributes.${name}`, value])),
  }),
  SELECT_MFA_TYPE: (kind) => ({ ANSWER: challengeOfFactor[kind] ?? kind }),
  SELECT_CHALLENGE: (choice) => {
    if (choice !== 'PASSWORD_SRP') return { ANSWER: choice };
    return { ANSWER: choice, SRP_A: pending.srp.A };
  },
  PASSWORD: (password) => ({ ANSWER: 'PASSWORD', PASSWORD: password }),
};

const challengeOfFactor = { SMS: 'SMS_MFA', TOTP: 'SOFTWARE_TOKEN_MFA', EMAIL: 'EMAIL_OTP' };
const factorOfChallenge = { SMS_MFA: 'SMS', SOFTWARE_TOKEN_MFA: 'TOTP', EMAIL_OTP: 'EMAIL' };

function respond(name, responses) {
  return callUserPool('RespondToAuthChallenge', {
    ChallengeName: name,
    ChallengeResponses: { USERNAME: pending.challenge.username, ...responses },
    ClientId: userPool().clientID,
    ClientMetadata: pending.clientMetadata,
    Session: pending.challenge.session,
  });
}

// MARK: Steps

/** Makes a request of the flow and goes on until tokens are here or the user is asked for something. */
async function follow(request) {
  let answer;
  try {
    answer = await request();
    while (answer.ChallengeName === 'PASSWORD_VERIFIER') {
      hold(answer);
      const parameters = answer.ChallengeParameters;
      if (!parameters.USER_ID_FOR_SRP) {
        throw new AuthError({ name: 'EmptyUserIdForSRPException', message: 'USER_ID_FOR_SRP was not found' });
      }
      const proof = await pending.srp.proof({ poolName: userPool().name, password: pending.password, parameters });
      answer = await respond('PASSWORD_VERIFIER', proof);
    }
  } catch (error) {
    if (error.name === 'UserNotConfirmedException') return step('CONFIRM_SIGN_UP');
    if (error.name === 'PasswordResetRequiredException') return step('RESET_PASSWORD');
    throw error;
  }
  if (answer.AuthenticationResult) return finish(answer.AuthenticationResult);
  hold(answer);
  return nextStep();
}

function hold({ ChallengeName, ChallengeParameters = {}, Session, AvailableChallenges }) {
  pending.challenge = {
    name: ChallengeName,
    parameters: ChallengeParameters,
    session: Session,
    available: AvailableChallenges,
    username: ChallengeParameters.USER_ID_FOR_SRP ?? ChallengeParameters.USERNAME ?? pending.challenge?.username
      ?? pending.username,
  };
}

function finish(result) {
  const { payload } = decodeJWT(result.AccessToken);
  saveTokens(result, { username: payload.username ?? pending.username, signInDetails: pending.signInDetails });
  pending = undefined;
  Hub.dispatch('auth', { event: 'signedIn', data: { username: payload.username, userId: payload.sub } });
  return { isSignedIn: true, nextStep: { signInStep: 'DONE' } };
}

function step(signInStep, more = {}) {
  return { isSignedIn: false, nextStep: { signInStep, ...more } };
}

function nextStep() {
  const { name, parameters, available } = pending.challenge;
  const codeDeliveryDetails = {
    deliveryMedium: parameters.CODE_DELIVERY_DELIVERY_MEDIUM,
    destination: parameters.CODE_DELIVERY_DESTINATION,
  };
  switch (name) {
    case 'SMS_MFA':
    case 'SMS_OTP':
      return step('CONFIRM_SIGN_IN_WITH_SMS_CODE', { codeDeliveryDetails });
    case 'EMAIL_OTP':
      return step('CONFIRM_SIGN_IN_WITH_EMAIL_CODE', { codeDeliveryDetails });
    case 'SOFTWARE_TOKEN_MFA':
      return step('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    case 'NEW_PASSWORD_REQUIRED': {
      const required = JSON.parse(parameters.requiredAttributes ?? '[]');
      return step('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED', {
        missingAttributes: required.map((attribute) => attribute.replace('userAttributes.', '')),
      });
    }
    case 'SELECT_MFA_TYPE':
      return step('CONTINUE_SIGN_IN_WITH_MFA_SELECTION', { allowedMFATypes: factors(parameters.MFAS_CAN_CHOOSE) });
    case 'MFA_SETUP':
      return beginSetUp(factors(parameters.MFAS_CAN_SETUP));
    case 'CUSTOM_CHALLENGE':
      return step('CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE', { additionalInfo: parameters });
    case 'SELECT_CHALLENGE':
      return step('CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION', { availableChallenges: available });
    case 'PASSWORD':
    case 'PASSWORD_SRP':
      return step('CONFIRM_SIGN_IN_WITH_PASSWORD');
    default:
      throw new AuthError({ name: 'SignInException', message: `the challenge \`${name}\` is not known here` });
  }
}

function factors(list) {
  return JSON.parse(list ?? '[]').map((name) => factorOfChallenge[name] ?? name);
}

// MARK: Setting up a second factor while signing in

async function beginSetUp(kinds) {
  if (kinds.length > 1 && pending.setUp === undefined) {
    pending.setUp = 'choice';
    return step('CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION', { allowedMFATypes: kinds });
  }
  return setUpStep(kinds[0]);
}

async function setUpStep(kind) {
  pending.setUp = kind;
  if (kind === 'EMAIL') return step('CONTINUE_SIGN_IN_WITH_EMAIL_SETUP');
  const { SecretCode, Session } = await callUserPool('AssociateSoftwareToken', { Session: pending.challenge.session });
  pending.challenge.session = Session;
  return step('CONTINUE_SIGN_IN_WITH_TOTP_SETUP', { totpSetupDetails: totpDetails(SecretCode, pending.username) });
}

async function setUpSecondFactor(response) {
  if (pending.setUp === 'choice') return setUpStep(response);
  if (pending.setUp === 'EMAIL') return follow(() => respond('MFA_SETUP', { EMAIL: response }));
  const { Session } = await callUserPool('VerifySoftwareToken', {
    Session: pending.challenge.session,
    UserCode: response,
  });
  pending.challenge.session = Session;
  return follow(() => respond('MFA_SETUP', {}));
}

export function totpDetails(sharedSecret, username) {
  return {
    sharedSecret,
    getSetupUri: (appName, accountName = username) =>
      new URL(`otpauth://totp/${appName}:${accountName}?secret=${sharedSecret}&issuer=${appName}`),
  };
}

// MARK: Leaving

/** Ends the session here, and with `global` everywhere. What the user pool says to that changes nothing here. */
export async function signOut({ global: everywhere = false } = {}) {
  const tokens = loadTokens();
  try {
    if (tokens && everywhere) {
      await callUserPool('GlobalSignOut', { AccessToken: tokens.accessToken.toString() });
    } else if (tokens?.refreshToken && tokens.accessToken.payload.origin_jti) {
      await callUserPool('RevokeToken', { ClientId: userPool().clientID, Token: tokens.refreshToken });
    }
  } catch {
    // As in aws-amplify: whoever signs out is signed out, also of a server that has forgotten the session.
  }
  dropTokens();
  forgetCredentials();
  pending = undefined;
  Hub.dispatch('auth', { event: 'signedOut' });
}
