/**
 * The part of aws-amplify that an app needs for sign-in and files, with aws-amplify's names and signatures, spoken to
 * the sandbox that serves this file. An import map in the page lets code written for aws-amplify run as it is:
 *
 *     <script type="importmap">
 *       { "imports": { "aws-amplify": "/_sandbox/amplify.js",
 *                      "aws-amplify/auth": "/_sandbox/amplify.js",
 *                      "aws-amplify/storage": "/_sandbox/amplify.js",
 *                      "aws-amplify/utils": "/_sandbox/amplify.js" } }
 *     </script>
 *
 * It is for examples, demonstrations and tests without npm. An app that is deployed uses aws-amplify itself.
 */
export { Amplify } from './amplify/configuration.js';
export { AuthError, CanceledError, StorageError, isCancelError } from './amplify/errors.js';
export { Hub } from './amplify/hub.js';

export { fetchAuthSession } from './amplify/session.js';
export { decodeJWT } from './amplify/tokens.js';
export { signUp, confirmSignUp, resendSignUpCode, autoSignIn } from './amplify/sign-up.js';
export { signIn, confirmSignIn, signOut } from './amplify/sign-in.js';
export {
  getCurrentUser, fetchUserAttributes, updateUserAttributes, updateUserAttribute, deleteUserAttributes,
  sendUserAttributeVerificationCode, confirmUserAttribute, deleteUser,
} from './amplify/user.js';
export { resetPassword, confirmResetPassword, updatePassword } from './amplify/password.js';
export { setUpTOTP, verifyTOTPSetup, fetchMFAPreference, updateMFAPreference } from './amplify/multi-factor.js';

export { uploadData } from './amplify/upload.js';
export { downloadData } from './amplify/download.js';
export { getUrl, getProperties, list, remove, copy } from './amplify/objects.js';
