/** Signing in, creating an account, and the code that confirms it. */
import { autoSignIn, confirmResetPassword, confirmSignUp, resendSignUpCode, resetPassword, signIn, signUp } from 'aws-amplify/auth';

import { element, find, notify } from './dom.js';
import { codeFor } from './outbox.js';

export function openAccount(form) {
  forms[form]();
  find('#account').showModal();
}

function close() {
  find('#account').close();
}

const forms = {
  signIn() {
    show({
      title: 'Sign in',
      fields: [email(), password('current-password')],
      action: 'Sign in',
      async submit({ username, password }) {
        const { isSignedIn, nextStep } = await signIn({ username, password });
        if (isSignedIn) return close();
        if (nextStep.signInStep === 'CONFIRM_SIGN_UP') {
          await resendSignUpCode({ username });
          return forms.code({ username, then: () => forms.signIn() });
        }
        throw new Error(`this page does not know the step ${nextStep.signInStep}`);
      },
      links: [
        ['Create an account', () => forms.signUp()],
        ['Forgot the password', () => forms.forgotten()],
      ],
    });
  },

  signUp() {
    show({
      title: 'Create an account',
      fields: [
        email(),
        field('name', 'Name that others see', { autocomplete: 'nickname', required: false }),
        password('new-password', 'At least 8 characters: small and capital letters, a number and a symbol.'),
      ],
      action: 'Create account',
      async submit({ username, password, name }) {
        const { nextStep } = await signUp({
          username,
          password,
          options: {
            userAttributes: { email: username, ...(name ? { preferred_username: name } : {}) },
            autoSignIn: true,
          },
        });
        if (nextStep.signUpStep === 'CONFIRM_SIGN_UP') return forms.code({ username, then: finishSignUp });
        return finishSignUp();
      },
      links: [['I have an account', () => forms.signIn()]],
    });
  },

  code({ username, then }) {
    show({
      title: 'Enter the code',
      text: `A code was sent to ${username}.`,
      fields: [codeField(username)],
      action: 'Confirm',
      async submit({ code }) {
        await confirmSignUp({ username, confirmationCode: code });
        await then();
      },
      links: [['Send another code', async () => {
        await resendSignUpCode({ username });
        forms.code({ username, then });
      }]],
    });
  },

  forgotten() {
    show({
      title: 'Forgotten password',
      fields: [email()],
      action: 'Send a code',
      async submit({ username }) {
        await resetPassword({ username });
        forms.newPassword({ username });
      },
      links: [['Back to signing in', () => forms.signIn()]],
    });
  },

  newPassword({ username }) {
    show({
      title: 'Choose a new password',
      text: `A code was sent to ${username}.`,
      fields: [codeField(username), password('new-password')],
      action: 'Change password',
      async submit({ code, password }) {
        await confirmResetPassword({ username, confirmationCode: code, newPassword: password });
        notify('The password was changed.');
        forms.signIn();
      },
    });
  },
};

async function finishSignUp() {
  await autoSignIn();
  close();
  notify('Welcome! Your account is ready.');
}

// MARK: Parts of a form

function show({ title, text, fields, action, submit, links = [] }) {
  const problem = element('p', { className: 'problem', role: 'alert', hidden: true });
  const button = element('button', { type: 'submit' }, action);
  const run = async (work) => {
    problem.hidden = true;
    button.disabled = true;
    try {
      await work();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  };
  const form = element(
    'form',
    {
      onsubmit(event) {
        event.preventDefault();
        run(() => submit(Object.fromEntries(new FormData(form))));
      },
    },
    element('button', { type: 'button', className: 'close', ariaLabel: 'Close', onclick: close }, '×'),
    element('h2', { id: 'account-title' }, title),
    text && element('p', {}, text),
    ...fields,
    problem,
    button,
    element('p', { className: 'links' }, ...links.map(([label, work]) =>
      element('button', { type: 'button', className: 'link', onclick: () => run(async () => work()) }, label))),
  );
  // The dialog gives the focus to it, also when it is opened only afterwards.
  const first = form.querySelector('input');
  first.autofocus = true;
  find('#account').replaceChildren(form);
  first.focus();
}

function field(name, label, properties = {}) {
  const input = element('input', { id: `account-${name}`, name, required: true, ...properties });
  return element('div', { className: 'field' }, element('label', { htmlFor: input.id }, label), input);
}

function email() {
  return field('username', 'E-mail', { type: 'email', autocomplete: 'username' });
}

function password(autocomplete, hint) {
  const made = field('password', 'Password', { type: 'password', autocomplete, minLength: 6 });
  if (hint) made.append(element('small', {}, hint));
  return made;
}

/** The code's field; in the sandbox, with the code that would have been mailed. */
function codeField(username) {
  const made = field('code', 'Code', { inputMode: 'numeric', autocomplete: 'one-time-code', pattern: '[0-9]{6}' });
  codeFor(username).then((code) => {
    if (code === undefined) return;
    const use = () => {
      made.querySelector('input').value = code;
      made.closest('form').requestSubmit();
    };
    made.append(
      element('p', { className: 'outbox' }, 'The sandbox kept the message: ',
        element('button', { type: 'button', className: 'link', id: 'use-code', onclick: use }, `use ${code}`)));
  });
  return made;
}
