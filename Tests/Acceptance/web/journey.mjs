/**
 * A visitor's way through an app, by the calls that Amplify's documentation shows. Whatever module answers to the names
 * `aws-amplify`, `aws-amplify/auth` and `aws-amplify/storage` is put to the test.
 */
import { Amplify } from 'aws-amplify';
import * as auth from 'aws-amplify/auth';
import * as storage from 'aws-amplify/storage';

const password = 'Correct-Horse-7';
const code = '123456';
const large = new Uint8Array(18_000_000).map((_, place) => place * 7 + (place >> 9));

/** Does all steps in their order, and returns for each its name and `ok`, or what was wrong. */
export async function travel(outputs) {
  Amplify.configure(outputs);
  const username = `journey-${Date.now()}@example.com`;
  const results = [];
  for (const [name, step] of steps({ username })) {
    try {
      const value = await step();
      results.push([name, value === true ? 'ok' : `got ${JSON.stringify(value)}`]);
    } catch (error) {
      results.push([name, `${error.name}: ${error.message}`]);
    }
  }
  return results;
}

/** Whether a call fails by this name; else the name that it failed by, or what it gave. */
async function failsAs(name, call) {
  try {
    return { gave: await call() };
  } catch (error) {
    return error.name === name || error.name;
  }
}

function* steps(me) {
  const mine = (name) => `post-pictures/${me.identity}/${name}`;
  const awkward = () => mine("a b+ü(1)!'*.txt");
  const upload = (path, data, options) => storage.uploadData({ path, data, options }).result;
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // A guest
  yield ['a guest has credentials and no tokens', async () => {
    const { credentials, identityId, tokens } = await auth.fetchAuthSession();
    return credentials !== undefined && identityId !== undefined && tokens === undefined;
  }];
  yield ['a guest may list profiles', async () => Array.isArray((await storage.list({ path: 'profile-pictures/' })).items)];
  yield ['a guest may not list posts', () => failsAs('AccessDenied', () => storage.list({ path: 'post-pictures/' }))];
  yield ['a guest may not upload', () => failsAs('AccessDenied', () => upload('profile-pictures/x/a.txt', 'x'))];

  // Joining
  const signUp = () => auth.signUp({ username: me.username, password, options: { userAttributes: { email: me.username } } });
  yield ['signing up asks for the code', async () => (await signUp()).nextStep.signUpStep === 'CONFIRM_SIGN_UP'];
  yield ['a name is taken once', () => failsAs('UsernameExistsException', signUp)];
  yield ['signing in waits for the code', async () =>
    (await auth.signIn({ username: me.username, password })).nextStep.signInStep === 'CONFIRM_SIGN_UP'];
  const confirm = (confirmationCode) => auth.confirmSignUp({ username: me.username, confirmationCode });
  yield ['a wrong code is refused', () => failsAs('CodeMismatchException', () => confirm('000000'))];
  yield ['the code confirms', async () => (await confirm(code)).isSignUpComplete];
  yield ['a wrong password is refused', () =>
    failsAs('NotAuthorizedException', () => auth.signIn({ username: me.username, password: 'Wrong-Horse-7' }))];
  yield ['signing in', async () => (await auth.signIn({ username: me.username, password })).isSignedIn];
  yield ['the current user', async () => (await auth.getCurrentUser()).signInDetails.loginId === me.username];
  yield ['a session has tokens', async () => {
    const { tokens, identityId } = await auth.fetchAuthSession();
    me.identity = identityId;
    return tokens.idToken.payload.email === me.username;
  }];
  yield ['tokens are refreshed', async () => (await auth.fetchAuthSession({ forceRefresh: true })).identityId === me.identity];
  yield ['attributes are read', async () => (await auth.fetchUserAttributes()).email === me.username];

  // Files
  yield ['upload', async () => (await upload(
    ({ identityId }) => `post-pictures/${identityId}/a b+ü(1)!'*.txt`, 'hello', { contentType: 'text/plain' })).path === awkward()];
  yield ['download', async () => {
    const { body, contentType } = await storage.downloadData({ path: awkward() }).result;
    return await body.text() === 'hello' && contentType === 'text/plain';
  }];
  yield ['download of a range', async () => {
    const { body } = await storage.downloadData({ path: awkward(), options: { bytesRange: { start: 1, end: 3 } } }).result;
    return await body.text() === 'ell';
  }];
  yield ['properties', async () => (await storage.getProperties({ path: awkward() })).size === 5];
  yield ['an address that anybody may open', async () => {
    const { url } = await storage.getUrl({ path: awkward(), options: { validateObjectExistence: true, expiresIn: 60 } });
    return await (await fetch(url)).text() === 'hello';
  }];
  yield ['an address of nothing', () => failsAs('NotFound', () =>
    storage.getUrl({ path: mine('nothing'), options: { validateObjectExistence: true } }))];
  yield ['nothing is overwritten against the will', () =>
    failsAs('PreconditionFailed', () => upload(awkward(), 'x', { preventOverwrite: true }))];
  yield ['a large upload goes in parts', async () => /-\d+"$/.test((await upload(mine('large'), new Blob([large]))).eTag)];
  yield ['and comes back whole', async () => {
    const { body } = await storage.downloadData({ path: mine('large') }).result;
    const bytes = new Uint8Array(await (await body.blob()).arrayBuffer());
    return bytes.length === large.length && bytes.every((byte, place) => byte === large[place]);
  }];
  yield ['an upload is paused and resumed', async () => {
    const task = storage.uploadData({ path: mine('paused'), data: new Blob([large]) });
    await pause(60);
    task.pause();
    await pause(100);
    const paused = task.state;
    task.resume();
    await task.result;
    return paused === 'PAUSED' && task.state === 'SUCCESS';
  }];
  yield ['an upload is cancelled', async () => {
    const task = storage.uploadData({ path: mine('cancelled'), data: new Blob([large]) });
    await pause(30);
    task.cancel();
    return task.result.then(() => false, (error) => storage.isCancelError(error));
  }];
  yield ['copy', async () => (await storage.copy({
    source: { path: awkward() }, destination: { path: mine('copy.txt') } })).path === mine('copy.txt')];
  yield ['a listing in pages', async () => {
    for (let number = 0; number < 7; number += 1) await upload(mine(`many/${number}`), `${number}`);
    const seen = [];
    let nextToken;
    do {
      const page = await storage.list({ path: mine('many/'), options: { pageSize: 3, nextToken } });
      seen.push(...page.items.map(({ path }) => path));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    return seen.length === 7 && new Set(seen).size === 7;
  }];
  yield ['a listing of all', async () => (await storage.list({ path: mine(''), options: { listAll: true } })).items.length === 11];
  yield ['a listing without what lies deeper', async () => {
    const { items, excludedSubpaths } = await storage.list({
      path: mine(''), options: { subpathStrategy: { strategy: 'exclude' } } });
    return items.length === 4 && excludedSubpaths.length === 1;
  }];
  yield ['remove', async () => {
    await storage.remove({ path: mine('copy.txt') });
    return failsAs('NotFound', () => storage.getUrl({ path: mine('copy.txt'), options: { validateObjectExistence: true } }));
  }];
  yield ['others\' folders are closed', () =>
    failsAs('AccessDenied', () => upload('post-pictures/us-east-1:00000000-0000-0000-0000-000000000000/x', 'x'))];
  yield ['a refused HEAD has no words', () => failsAs('403', () => storage.getProperties({ path: 'elsewhere/x' }))];

  // The account
  yield ['a new password', async () => {
    await auth.updatePassword({ oldPassword: password, newPassword: 'Other-Horse-8' });
    return true;
  }];
  yield ['signing out', async () => {
    await auth.signOut();
    return failsAs('UserUnAuthenticatedException', () => auth.getCurrentUser());
  }];
  yield ['a forgotten password', async () => {
    const { nextStep } = await auth.resetPassword({ username: me.username });
    await auth.confirmResetPassword({ username: me.username, confirmationCode: code, newPassword: password });
    return nextStep.resetPasswordStep === 'CONFIRM_RESET_PASSWORD_WITH_CODE';
  }];
  yield ['coming back as the same', async () =>
    (await auth.signIn({ username: me.username, password })).isSignedIn && (await auth.fetchAuthSession()).identityId === me.identity];
  yield ['leaving for good', async () => {
    await auth.deleteUser();
    return failsAs('NotAuthorizedException', () => auth.signIn({ username: me.username, password }));
  }];
}
