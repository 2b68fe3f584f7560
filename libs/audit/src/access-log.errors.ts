import { DomainError } from '@anamnesis/errors';

/** Fail closed: what is not recorded is not shown. */
export class AccessNotRecorded extends DomainError {
  readonly code = 'audit.access-not-recorded';
  readonly kind = 'unavailable';

  constructor(override readonly cause: unknown) {
    super('The access could not be recorded, so nothing can be shown. Try again in a moment.');
  }
}
