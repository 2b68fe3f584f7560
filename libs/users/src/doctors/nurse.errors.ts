import { DomainError } from '@anamnesis/errors';

export class NurseUnknown extends DomainError {
  readonly code = 'nurse.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such nurse in your organisation.');
  }
}

export class NursePlaceUnknown extends DomainError {
  readonly code = 'nurse.location-unknown';
  readonly kind = 'invalid';

  constructor(places: readonly number[]) {
    super('A nurse works at locations of their own organisation.', places.map((place) => ({ pointer: `/locationIds/${String(place)}`, code: 'unknown', detail: "Not a location of the nurse's organisation." })));
  }
}
