import { DomainError, type FieldProblem } from '@anamnesis/errors';

/** The same for one that does not exist and one that the caller may not see. */
export class VisitUnknown extends DomainError {
  readonly code = 'visit.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such visit in this record among those that you may see.');
  }
}

export class VisitAlreadyCompleted extends DomainError {
  readonly code = 'visit.already-completed';
  readonly kind = 'conflict';

  constructor() {
    super('This visit is completed: amend it instead.');
  }
}

/** Somebody changed it since it was read. */
export class VisitChanged extends DomainError {
  readonly code = 'visit.changed';
  readonly kind = 'stale';

  constructor() {
    super('This visit has changed since you read it: read it again, then decide.');
  }
}

/** Who records visits is a doctor in care; what the role says here, the database holds again. */
export class VisitNotAllowed extends DomainError {
  readonly code = 'visit.not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('Only a doctor in care records and completes visits.');
  }
}

/** Fields of a visit that contradict each other or name what is not there. */
export class VisitRefused extends DomainError {
  readonly code = 'visit.refused';
  readonly kind = 'invalid';

  constructor(problems: readonly FieldProblem[]) {
    super('This visit can not be recorded as it is; nothing was. Each field is named in errors.', problems);
  }
}
