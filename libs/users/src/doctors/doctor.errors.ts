import { DomainError } from '@anamnesis/errors';

export class DoctorUnknown extends DomainError {
  readonly code = 'doctor.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such doctor among those whom you may see.');
  }
}

export class DoctorChangeNotAllowed extends DomainError {
  readonly code = 'doctor.change-not-allowed';
  readonly kind = 'forbidden';

  constructor(fields: readonly string[] = []) {
    super('You may see this doctor and not change this about them.', fields.map((field) => ({ pointer: `/${field}`, code: 'not-allowed', detail: 'An admin of the organisation changes this.' })));
  }
}

export class DoctorChanged extends DomainError {
  readonly code = 'doctor.changed';
  readonly kind = 'stale';

  constructor() {
    super('It was changed since you read it: read it again, and send your change with the new ETag.');
  }
}

export class HoursOverlap extends DomainError {
  readonly code = 'working-hours.overlap';
  readonly kind = 'invalid';

  constructor(places: readonly number[]) {
    super('A doctor is at one place at a time.', places.map((place) => ({ pointer: `/hours/${String(place)}`, code: 'overlap', detail: 'On the same weekday and days as another one before it.' })));
  }
}

export class LocationElsewhere extends DomainError {
  readonly code = 'working-hours.location-unknown';
  readonly kind = 'invalid';

  constructor(places: readonly number[]) {
    super("Hours are at locations of the doctor's organisation.", places.map((place) => ({ pointer: `/hours/${String(place)}/locationId`, code: 'unknown', detail: 'No location of the organisation.' })));
  }
}

export class AbsenceUnknown extends DomainError {
  readonly code = 'absence.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such absence of this doctor.');
  }
}

export class AbsenceEndsFirst extends DomainError {
  readonly code = 'absence.end-before-beginning';
  readonly kind = 'invalid';

  constructor() {
    super('An absence ends after it begins.', [{ pointer: '/endsAt', code: 'before-beginning', detail: 'After startsAt.' }]);
  }
}

export class AbsenceCancelled extends DomainError {
  readonly code = 'absence.cancelled';
  readonly kind = 'conflict';

  constructor() {
    super('This absence was taken back: add a new one.');
  }
}
