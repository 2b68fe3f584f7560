import { DomainError } from '@anamnesis/errors';

export class MrnTaken extends DomainError {
  readonly code = 'patient.mrn-taken';
  readonly kind = 'conflict';

  constructor() {
    super('Another patient has this medical record number: leave it out to be given a free one.', [{ pointer: '/mrn', code: 'taken', detail: 'Already in use.' }]);
  }
}
