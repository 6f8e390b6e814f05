import { defineAuth } from '@aws-amplify/backend';

/** People join with an e-mail address and may pick a display name. */
export const auth = defineAuth({
  loginWith: {
    email: {
      verificationEmailSubject: 'Welcome to Photo Sharing',
      verificationEmailBody: (createCode) => `Your confirmation code is ${createCode()}.`,
    },
  },
  userAttributes: {
    preferredUsername: { required: false, mutable: true },
  },
});
