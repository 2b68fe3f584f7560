import { DomainError } from '@anamnesis/errors';
import { passwordLength } from './password';

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

  constructor() {
    super(`A password needs ${String(passwordLength.least)} characters at least; several words are easy to remember.`, [{ pointer: '/password', code: 'too-short', detail: `${String(passwordLength.least)} characters at least.` }]);
  }
}
