import { DomainError } from '@anamnesis/errors';

/** The same for one that is not there and one of another organisation. */
export class AccountUnknown extends DomainError {
  readonly code = 'account.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such account among those of your organisation.');
  }
}

export class AccountChanged extends DomainError {
  readonly code = 'account.changed';
  readonly kind = 'stale';

  constructor() {
    super('The account was changed since you read it: read it again.');
  }
}

export class NotForOneself extends DomainError {
  readonly code = 'access.not-for-oneself';
  readonly kind = 'forbidden';

  constructor() {
    super('Nobody does this for their own account: somebody else has to.');
  }
}

export class AccountWorksElsewhere extends DomainError {
  readonly code = 'account.works-elsewhere';
  readonly kind = 'conflict';

  constructor() {
    super('This account has a role at another organisation too: take its role at yours away instead.');
  }
}

export class AccountNotOpened extends DomainError {
  readonly code = 'account.not-opened';
  readonly kind = 'conflict';

  constructor() {
    super('This account has no password yet: invite its person again.');
  }
}

export class OrganisationNotYours extends DomainError {
  readonly code = 'organisation.not-yours';
  readonly kind = 'invalid';

  constructor() {
    super('You do not work for this organisation.', [{ pointer: '/organisationId', code: 'not-yours', detail: 'One of those that you work for.' }]);
  }
}

export class OrganisationUnclear extends DomainError {
  readonly code = 'organisation.unclear';
  readonly kind = 'invalid';

  constructor() {
    super('Say which organisation you mean.', [{ pointer: '/organisationId', code: 'required', detail: 'One of those that you work for.' }]);
  }
}

export class RoleHeld extends DomainError {
  readonly code = 'role.held';
  readonly kind = 'conflict';

  constructor() {
    super('The account has this role already, or it is asked for and waits for somebody else.');
  }
}

export class RoleNotHeldThere extends DomainError {
  readonly code = 'role.not-held';
  readonly kind = 'unknown';

  constructor() {
    super('The account has no such role at your organisation.');
  }
}

export class RoleRequestUnknown extends DomainError {
  readonly code = 'role-request.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such request among those that you may decide.');
  }
}

export class RoleRequestChanged extends DomainError {
  readonly code = 'role-request.changed';
  readonly kind = 'stale';

  constructor() {
    super('The request was changed since you read it: read it again.');
  }
}

export class RoleRequestDecided extends DomainError {
  readonly code = 'role-request.decided';
  readonly kind = 'conflict';

  constructor() {
    super('This request was decided already.');
  }
}

export class SameHands extends DomainError {
  readonly code = 'role-request.same-hands';
  readonly kind = 'forbidden';

  constructor() {
    super('A role is approved by somebody who did not ask for it, does not get it, and did not come to their own role by the same people.');
  }
}

export class InvitationUnknown extends DomainError {
  readonly code = 'invitation.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such invitation among those of your organisation.');
  }
}

export class InvitationEnded extends DomainError {
  readonly code = 'invitation.ended';
  readonly kind = 'conflict';

  constructor() {
    super('This invitation was accepted or withdrawn already.');
  }
}

export class LocationNotThere extends DomainError {
  readonly code = 'invitation.location';
  readonly kind = 'invalid';

  constructor() {
    super('A nurse works at a location of the organisation.', [{ pointer: '/locationId', code: 'unknown', detail: 'A location of the organisation.' }]);
  }
}

export class PatientHasAccount extends DomainError {
  readonly code = 'patient.has-account';
  readonly kind = 'conflict';

  constructor() {
    super('This record has an account already.');
  }
}

export class RegistrationUnknown extends DomainError {
  readonly code = 'registration.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such registration, or no such record, among those that are yours to decide.');
  }
}
