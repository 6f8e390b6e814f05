/**
 * Makes requests as somebody else than the page's user: as a guest, or as a new user. Import maps do not reach into
 * workers, so the client is named by its address.
 */
import * as amplify from '/_sandbox/amplify.js';

import { codeFor } from './outbox.js';
import { tryRequests } from './requests.js';

onmessage = async ({ data: { viewer, folders } }) => {
  try {
    const outputs = await (await fetch('/_sandbox/amplify_outputs.json')).json();
    amplify.Amplify.configure(outputs);
    if (viewer === 'other') await becomeSomebody();
    const results = await tryRequests(folders, amplify);
    if (viewer === 'other') await amplify.deleteUser();
    postMessage({ results });
  } catch (error) {
    postMessage({ error: `${error.name}: ${error.message}` });
  }
};

/** Creates an account for the occasion. */
async function becomeSomebody() {
  const username = `neighbour-${crypto.randomUUID().slice(0, 8)}@example.com`;
  const password = `Aa1!${crypto.randomUUID()}`;
  const { nextStep } = await amplify.signUp({ username, password, options: { userAttributes: { email: username } } });
  if (nextStep.signUpStep === 'CONFIRM_SIGN_UP') {
    const confirmationCode = await codeFor(username);
    if (confirmationCode === undefined) throw new Error('another user can only be made up in the sandbox');
    await amplify.confirmSignUp({ username, confirmationCode });
  }
  await amplify.signIn({ username, password });
}
