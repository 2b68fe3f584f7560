import { DomainError } from '@anamnesis/errors';

export class DoctorUnknown extends DomainError {
  readonly code = 'doctor.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such doctor among those whose duties you may see or change.');
  }
}

export class CoverUnknown extends DomainError {
  readonly code = 'cover.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such cover of this doctor.');
  }
}

export class CoverChanged extends DomainError {
  readonly code = 'cover.changed';
  readonly kind = 'stale';

  constructor() {
    super('This cover has changed since you read it: read it again.');
  }
}

export class CoverNotLonger extends DomainError {
  readonly code = 'cover.not-longer';
  readonly kind = 'conflict';

  constructor() {
    super('A cover is ended or shortened: for a longer time make another one.');
  }
}

export class LocationNotThere extends DomainError {
  readonly code = 'cover.location-unknown';
  readonly kind = 'invalid';

  constructor() {
    super("There is no such location of this doctor's organisation.", [{ pointer: '/locationId', code: 'unknown', detail: "Not a location of the doctor's organisation." }]);
  }
}
