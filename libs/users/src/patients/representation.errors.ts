import { DomainError } from '@anamnesis/errors';

export class RepresentationNotAllowed extends DomainError {
  readonly code = 'representation.not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('The desk lays this down with evidence, and patients themselves name a proxy; nobody does it for an account of their own.');
  }
}

export class RepresentativeUnknown extends DomainError {
  readonly code = 'representation.account-unknown';
  readonly kind = 'invalid';

  constructor() {
    super('There is no account of this id that could act for this patient.', [{ pointer: '/accountId', code: 'unknown', detail: "An active account with the role 'patient', other than the patient's own." }]);
  }
}

export class RepresentedAlready extends DomainError {
  readonly code = 'representation.there-already';
  readonly kind = 'conflict';

  constructor() {
    super('This account acts for the patient already: end that first.');
  }
}

/** Nobody stays a guardian without an end that is known. */
export class MajorityUnknown extends DomainError {
  readonly code = 'representation.majority-unknown';
  readonly kind = 'invalid';

  constructor() {
    super('The patient is of age, or their day of birth is not known: say in endsAt until when the evidence gives the right.', [{ pointer: '/endsAt', code: 'missing', detail: 'Needed for this patient.' }]);
  }
}

export class EndBeforeBeginning extends DomainError {
  readonly code = 'representation.end-past';
  readonly kind = 'invalid';

  constructor() {
    super('This end has passed already.', [{ pointer: '/endsAt', code: 'past', detail: 'In the future, or leave it out to end now.' }]);
  }
}

export class RepresentationUnknown extends DomainError {
  readonly code = 'representation.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such representation of this patient.');
  }
}

export class RepresentationOver extends DomainError {
  readonly code = 'representation.over';
  readonly kind = 'conflict';

  constructor() {
    super('This representation has ended.');
  }
}

export class RepresentationChanged extends DomainError {
  readonly code = 'representation.changed';
  readonly kind = 'stale';

  constructor() {
    super('It was changed since you read it: read it again, and send your change with the new ETag.');
  }
}
