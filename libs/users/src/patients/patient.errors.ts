import { DomainError } from '@anamnesis/errors';

export class MrnTaken extends DomainError {
  readonly code = 'patient.mrn-taken';
  readonly kind = 'conflict';

  constructor() {
    super('Another patient has this medical record number: leave it out to be given a free one.', [{ pointer: '/mrn', code: 'taken', detail: 'Already in use.' }]);
  }
}

export class SearchTookTooLong extends DomainError {
  readonly code = 'patient.search-too-long';
  readonly kind = 'unavailable';
  override readonly retryAfterSeconds = 5;

  constructor() {
    super('This search took too long: say more of the name, or add a birth date.');
  }
}

/** Somebody else changed it since it was read. */
export class PatientChanged extends DomainError {
  readonly code = 'patient.changed';
  readonly kind = 'stale';

  constructor() {
    super('The patient was changed since you read them: read them again, and send your change with the new ETag.');
  }
}

export class PatientChangeNotAllowed extends DomainError {
  readonly code = 'patient.change-not-allowed';
  readonly kind = 'forbidden';

  constructor(fields: readonly string[] = []) {
    super(
      fields.length > 0 ? 'Patients change their contact data themselves; the rest is changed by staff, who see the papers.' : 'You may see this patient and not change who they are: ask who is in care of them, or the desk.',
      fields.map((field) => ({ pointer: `/${field}`, code: 'not-allowed', detail: 'Ask staff to change this.' })),
    );
  }
}

/** All patients of an organisation are no list: somebody is looked for. */
export class SearchMissing extends DomainError {
  readonly code = 'patient.search-missing';
  readonly kind = 'invalid';

  constructor() {
    super('Say whom you look for: search (names, number or birth date), mrn or birthDate.', [{ pointer: '/search', code: 'missing', detail: 'Needed where mrn and birthDate are missing.' }]);
  }
}
