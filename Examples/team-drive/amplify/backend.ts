import { defineBackend } from '@aws-amplify/backend';
import { auth } from './auth/resource';
import { personalFiles, teamDrive } from './storage/resource';

defineBackend({
  auth,
  teamDrive,
  personalFiles,
});
