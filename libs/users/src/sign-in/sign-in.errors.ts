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

export class SignInBusy extends DomainError {
  readonly code = 'sign-in.busy';
  readonly kind = 'unavailable';
  override readonly retryAfterSeconds = 3;

  constructor() {
    super('Very many are signing in at this moment: try again in some seconds.');
  }
}

/** The password was right. */
export class CodeRefused extends DomainError {
  readonly code = 'sign-in.code-refused';
  readonly kind = 'unauthenticated';

  constructor() {
    super('This code is not right, or was used already: wait for the next one, or use a recovery code.');
  }
}

export class SessionLocked extends DomainError {
  readonly code = 'session.locked';
  readonly kind = 'unauthenticated';

  constructor() {
    super('Nobody has used this session for a while: it goes on with the password or a code at POST /auth/unlock.');
  }
}

export class UnlockRefused extends DomainError {
  readonly code = 'session.unlock-refused';
  readonly kind = 'unauthenticated';

  constructor() {
    super('Neither the password nor the code is right.');
  }
}

export class SessionUnknown extends DomainError {
  readonly code = 'session.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such session of this account.');
  }
}

export class SecondFactorNeeded extends DomainError {
  readonly code = 'sign-in.second-factor-needed';
  readonly kind = 'forbidden';

  constructor() {
    super('This role needs a second factor: enrol an authenticator first, at POST /auth/mfa/enrol.');
  }
}

export class SecondFactorThere extends DomainError {
  readonly code = 'second-factor.there-already';
  readonly kind = 'conflict';

  constructor() {
    super('This account has an authenticator already: take it away first.');
  }
}

export class NoSecondFactor extends DomainError {
  readonly code = 'second-factor.none';
  readonly kind = 'conflict';

  constructor() {
    super('This account has no authenticator that this could be done with: enrol one first.');
  }
}

/** Of somebody who is signed in. */
export class CodeNotRight extends DomainError {
  readonly code = 'second-factor.code-not-right';
  readonly kind = 'invalid';

  constructor() {
    super('This code is not right, or was used already: wait for the next one.', [{ pointer: '/code', code: 'not-right', detail: 'Not right, or used already.' }]);
  }
}

/** The log says why. */
export class SecondFactorUnreadable extends DomainError {
  readonly code = 'second-factor.unreadable';
  readonly kind = 'unavailable';

  constructor() {
    super('Codes of this authenticator can not be checked at present: use a recovery code, and tell whoever runs this system.');
  }
}
