import { DomainError } from '@anamnesis/errors';

export class CareNotAllowed extends DomainError {
  readonly code = 'care.not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('Only a doctor who is in care themself, the patient or an admin says who is in care; a doctor ends their own relation and no other.');
  }
}

export class CareForSelf extends DomainError {
  readonly code = 'care.for-self';
  readonly kind = 'forbidden';

  constructor() {
    super('Nobody does this for themselves: ask the patient, a doctor in care or the desk.');
  }
}

export class DoctorNotThere extends DomainError {
  readonly code = 'care.doctor-unknown';
  readonly kind = 'invalid';

  /** @param pointer to the field that names the doctor */
  constructor(pointer: string) {
    super('There is no such doctor who works here now.', [{ pointer, code: 'unknown', detail: 'Not a doctor who can take this on.' }]);
  }
}

export class PrimaryTaken extends DomainError {
  readonly code = 'care.primary-taken';
  readonly kind = 'conflict';

  constructor() {
    super('The patient has a primary doctor: that doctor hands over, or their relation is ended first.');
  }
}

export class AlreadyInCare extends DomainError {
  readonly code = 'care.already';
  readonly kind = 'conflict';

  constructor() {
    super('This doctor has a relation of this kind to the patient already.');
  }
}

export class CareRelationUnknown extends DomainError {
  readonly code = 'care.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such care relation of this patient.');
  }
}

export class CareRelationEnded extends DomainError {
  readonly code = 'care.ended';
  readonly kind = 'conflict';

  constructor() {
    super('This care relation has ended already.');
  }
}

export class CareRelationChanged extends DomainError {
  readonly code = 'care.changed';
  readonly kind = 'stale';

  constructor() {
    super('This care relation has changed since you read it: read it again.');
  }
}
