import { defineStorage } from '@aws-amplify/backend';

/**
 * Each person has a folder of their own, named by their identity, for the pictures of posts and for the profile picture.
 * Posts are for those who have signed in; profile pictures also appear on public pages.
 */
export const storage = defineStorage({
  name: 'photos',
  access: (allow) => ({
    'post-pictures/{entity_id}/*': [
      allow.authenticated.to(['read']),
      allow.entity('identity').to(['write', 'delete']),
    ],
    'profile-pictures/{entity_id}/*': [
      allow.guest.to(['read']),
      allow.authenticated.to(['read']),
      allow.entity('identity').to(['write', 'delete']),
    ],
  }),
});
