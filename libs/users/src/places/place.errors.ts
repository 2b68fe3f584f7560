import { DomainError } from '@anamnesis/errors';

/** The same for one that is not there and one of another organisation. */
export class PlaceUnknown extends DomainError {
  readonly code = 'place.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is nothing of this id among what is yours to change.');
  }
}

export class PlaceChanged extends DomainError {
  readonly code = 'place.changed';
  readonly kind = 'stale';

  constructor() {
    super('It was changed since you read it: read it again.');
  }
}
