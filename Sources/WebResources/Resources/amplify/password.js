import { callUserPool } from './cognito.js';
import { userPool } from './configuration.js';
import { deliveryDetails } from './sign-up.js';
import { accessToken } from './user.js';

export async function resetPassword({ username, options = {} }) {
  const { CodeDeliveryDetails } = await callUserPool('ForgotPassword', {
    ClientId: userPool().clientID,
    Username: username,
    ClientMetadata: options.clientMetadata,
  });
  return {
    isPasswordReset: false,
    nextStep: {
      resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
      codeDeliveryDetails: deliveryDetails(CodeDeliveryDetails),
    },
  };
}

export async function confirmResetPassword({ username, confirmationCode, newPassword, options = {} }) {
  await callUserPool('ConfirmForgotPassword', {
    ClientId: userPool().clientID,
    Username: username,
    ConfirmationCode: confirmationCode,
    Password: newPassword,
    ClientMetadata: options.clientMetadata,
  });
}

export async function updatePassword({ oldPassword, newPassword }) {
  await callUserPool('ChangePassword', {
    AccessToken: await accessToken(),
    PreviousPassword: oldPassword,
    ProposedPassword: newPassword,
  });
}
