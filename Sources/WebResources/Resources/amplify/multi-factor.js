import { callUserPool } from './cognito.js';
import { totpDetails } from './sign-in.js';
import { accessToken, getCurrentUser } from './user.js';

export async function setUpTOTP() {
  const { username } = await getCurrentUser();
  const { SecretCode } = await callUserPool('AssociateSoftwareToken', { AccessToken: await accessToken() });
  return totpDetails(SecretCode, username);
}

export async function verifyTOTPSetup({ code, options = {} }) {
  await callUserPool('VerifySoftwareToken', {
    AccessToken: await accessToken(),
    UserCode: code,
    FriendlyDeviceName: options.friendlyDeviceName,
  });
}

const factors = { SMS_MFA: 'SMS', SOFTWARE_TOKEN_MFA: 'TOTP', EMAIL_OTP: 'EMAIL' };

export async function fetchMFAPreference() {
  const user = await callUserPool('GetUser', { AccessToken: await accessToken() });
  return {
    preferred: factors[user.PreferredMfaSetting],
    enabled: user.UserMFASettingList?.map((name) => factors[name] ?? name),
  };
}

/** Each of `sms`, `totp` and `email` is PREFERRED, NOT_PREFERRED, ENABLED or DISABLED. */
export async function updateMFAPreference({ sms, totp, email }) {
  await callUserPool('SetUserMFAPreference', {
    AccessToken: await accessToken(),
    SMSMfaSettings: setting(sms),
    SoftwareTokenMfaSettings: setting(totp),
    EmailMfaSettings: setting(email),
  });
}

function setting(preference) {
  switch (preference) {
    case 'DISABLED': return { Enabled: false };
    case 'PREFERRED': return { Enabled: true, PreferredMfa: true };
    case 'NOT_PREFERRED': return { Enabled: true, PreferredMfa: false };
    case 'ENABLED': return { Enabled: true };
    default: return undefined;
  }
}
