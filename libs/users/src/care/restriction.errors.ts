import { DomainError } from '@anamnesis/errors';

export class RestrictionNotAllowed extends DomainError {
  readonly code = 'restriction.not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('Only the patient, or who acts for them in everything, restricts their record.');
  }
}

export class NothingToRestrict extends DomainError {
  readonly code = 'restriction.nothing';
  readonly kind = 'invalid';

  constructor() {
    super('There is no such part of your record.', [{ pointer: '/id', code: 'unknown', detail: 'Not a part of your record that you see.' }]);
  }
}

export class NamedDoctorUnknown extends DomainError {
  readonly code = 'restriction.doctor-unknown';
  readonly kind = 'invalid';

  constructor(places: readonly number[]) {
    super('Some of the doctors whom you name are not there.', places.map((place) => ({ pointer: `/doctors/${String(place)}`, code: 'unknown', detail: 'No such doctor.' })));
  }
}

export class RestrictionUnknown extends DomainError {
  readonly code = 'restriction.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such restriction.');
  }
}

export class RestrictionLifted extends DomainError {
  readonly code = 'restriction.lifted';
  readonly kind = 'conflict';

  constructor() {
    super('This restriction has been lifted already.');
  }
}

export class RestrictionChanged extends DomainError {
  readonly code = 'restriction.changed';
  readonly kind = 'stale';

  constructor() {
    super('This restriction has changed since you read it: read it again.');
  }
}
