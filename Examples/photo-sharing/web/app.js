import { Amplify } from 'aws-amplify';
import { fetchAuthSession, getCurrentUser, signOut } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';

import { openAccount } from './account.js';
import { showAccess } from './access.js';
import { element, find, notify } from './dom.js';
import { showGallery } from './gallery.js';
import { acceptUploads } from './uploads.js';

const response = await fetch('/_sandbox/amplify_outputs.json');
if (!response.ok) {
  find('#introduction').textContent = await response.text();
  throw new Error('there is no configuration yet');
}
Amplify.configure(await response.json());

/** Who looks at the page: `{ name, identityID }`, name undefined for a guest. */
async function visitor() {
  const { identityId, tokens } = await fetchAuthSession();
  if (tokens === undefined) return { identityID: identityId };
  const { signInDetails } = await getCurrentUser();
  return { name: tokens.idToken.payload.preferred_username ?? signInDetails.loginId, identityID: identityId };
}

async function show() {
  const who = await visitor();
  const isGuest = who.name === undefined;
  document.body.dataset.visitor = isGuest ? 'guest' : 'user';
  find('#session').replaceChildren(...(isGuest ? guestSession() : userSession(who)));
  find('#introduction').textContent = isGuest
    ? 'You are a guest: profile pictures are open to you, posts are not. Create an account to see them and to share your own.'
    : 'Your posts are seen by everyone who has signed in, your profile picture by guests as well. Only you can add to your folder or delete from it.';
  find('#upload').hidden = isGuest;
  find('#access').hidden = isGuest;
  showAccess(who);
  await showGallery(who);
}

function guestSession() {
  return [
    element('span', { className: 'who' }, 'Guest'),
    element('button', { type: 'button', className: 'quiet', onclick: () => openAccount('signIn') }, 'Sign in'),
    element('button', { type: 'button', onclick: () => openAccount('signUp') }, 'Create account'),
  ];
}

function userSession({ name }) {
  const initial = name[0].toUpperCase();
  return [
    element('span', { className: 'avatar', ariaHidden: 'true' }, initial),
    element('span', { className: 'who' }, name),
    element('button', { type: 'button', className: 'quiet', onclick: () => signOut() }, 'Sign out'),
  ];
}

function report(error) {
  console.error(error);
  notify(`${error.name}: ${error.message}`, 'bad');
}

Hub.listen('auth', ({ payload: { event } }) => {
  if (event === 'signedIn' || event === 'signedOut') show().catch(report);
});

acceptUploads();
addEventListener('pictures-changed', () => show().catch(report));
show().catch(report);
