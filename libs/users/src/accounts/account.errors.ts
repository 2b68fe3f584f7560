import { DomainError } from '@anamnesis/errors';
import { passwordLength } from '../sign-in/password';

export class UsernameTaken extends DomainError {
  readonly code = 'account.username-taken';
  readonly kind = 'conflict';

  constructor() {
    super('Another account has this username: choose a different one.', [{ pointer: '/username', code: 'taken', detail: 'Already in use.' }]);
  }
}

export class PasswordTooShort extends DomainError {
  readonly code = 'account.password-too-short';
  readonly kind = 'invalid';

  constructor(field = 'password') {
    super(`A password needs ${String(passwordLength.least)} characters at least; several words are easy to remember.`, [{ pointer: `/${field}`, code: 'too-short', detail: `${String(passwordLength.least)} characters at least.` }]);
  }
}

export class PasswordTooLong extends DomainError {
  readonly code = 'account.password-too-long';
  readonly kind = 'invalid';

  constructor(field = 'password') {
    super(`A password has ${String(passwordLength.most)} characters at most.`, [{ pointer: `/${field}`, code: 'too-long', detail: `${String(passwordLength.most)} characters at most.` }]);
  }
}

export class PasswordTooCommon extends DomainError {
  readonly code = 'account.password-too-common';
  readonly kind = 'invalid';

  constructor(field = 'password') {
    super('This password is among the first that are guessed: it is common, repeats itself or follows the keyboard. Several words that do not belong together are better.', [{ pointer: `/${field}`, code: 'too-common', detail: 'Among the first that are guessed.' }]);
  }
}

export class PasswordHoldsOwnName extends DomainError {
  readonly code = 'account.password-holds-own-name';
  readonly kind = 'invalid';

  constructor(field = 'password') {
    super('This password is little more than the name, username or e-mail of the account: choose one that has nothing to do with them.', [{ pointer: `/${field}`, code: 'own-name', detail: 'Little more than the name of the account.' }]);
  }
}

/** Of somebody who is signed in and has to show once more who they are. */
export class PasswordNotRight extends DomainError {
  readonly code = 'account.password-not-right';
  readonly kind = 'invalid';

  constructor(field = 'password') {
    super('This is not the password of the account.', [{ pointer: `/${field}`, code: 'not-right', detail: 'Not the password of the account.' }]);
  }
}

/** Said on the command line alone: over HTTP nobody learns whether a name is known. */
export class UsernameUnknown extends DomainError {
  readonly code = 'account.username-unknown';
  readonly kind = 'unknown';

  constructor() {
    super('No account has this username.');
  }
}
