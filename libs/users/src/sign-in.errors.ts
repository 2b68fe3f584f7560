import { DomainError } from '@anamnesis/errors';

/** Says nothing of which part was wrong, nor whether the name is known. */
export class SignInRefused extends DomainError {
  readonly code = 'sign-in.refused';
  readonly kind = 'unauthenticated';

  constructor() {
    super('Username or password is not right.');
  }
}

export class SignInLocked extends DomainError {
  readonly code = 'sign-in.locked';
  readonly kind = 'too-many';

  constructor(override readonly retryAfterSeconds: number) {
    super('Too many failed attempts from here: wait as long as Retry-After says.');
  }
}

export class RoleNotHeld extends DomainError {
  readonly code = 'sign-in.role-not-held';
  readonly kind = 'invalid';

  constructor() {
    super('This account does not hold the role that was asked for.', [{ pointer: '/role', code: 'not-held', detail: 'Leave it out, or name a role that the account holds.' }]);
  }
}

export class DemonstrationAccountRefused extends DomainError {
  readonly code = 'sign-in.demonstration-account';
  readonly kind = 'forbidden';

  constructor() {
    super('Demonstration accounts can not sign in where PRODUCTION is set: make accounts of your own with `npm run cli -- admin create`.');
  }
}

export class SessionEnded extends DomainError {
  readonly code = 'session.ended';
  readonly kind = 'unauthenticated';

  constructor() {
    super('This session has ended: sign in again.');
  }
}
