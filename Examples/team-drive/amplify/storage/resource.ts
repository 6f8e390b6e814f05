import { defineStorage } from '@aws-amplify/backend';
import { MANAGERS } from '../groups';

/** What the team shares. Anyone may hand something in, also without an account. */
export const teamDrive = defineStorage({
  name: 'teamDrive',
  isDefault: true,
  access: (allow) => ({
    'submissions/*': [
      allow.guest.to(['read', 'write']),
      allow.authenticated.to(['read', 'write']),
      allow.groups([MANAGERS]).to(['read', 'write', 'delete']),
    ],
    'announcements/*': [
      allow.guest.to(['get']),
      allow.authenticated.to(['read']),
      allow.groups([MANAGERS]).to(['read', 'write', 'delete']),
    ],
  }),
});

/** What each member keeps for themselves. Managers may look in, for instance when somebody leaves. */
export const personalFiles = defineStorage({
  name: 'personalFiles',
  access: (allow) => ({
    'private/{entity_id}/*': [
      allow.entity('identity').to(['read', 'write', 'delete']),
      allow.groups([MANAGERS]).to(['read']),
    ],
  }),
});
