import { defineAuth } from '@aws-amplify/backend';
import { MANAGERS } from '../groups';

export const auth = defineAuth({
  loginWith: {
    email: true,
  },
  groups: [MANAGERS],
});
