import { DomainError, type FieldProblem } from '@anamnesis/errors';

/** The same for a study that does not exist and one that is none of the caller's business: nobody can tell them apart. */
export class StudyUnknown extends DomainError {
  readonly code = 'study.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such study among those that you may know of.');
  }
}

/** What the role says at the door, the database says again. */
export class StudyNotAllowed extends DomainError {
  readonly code = 'study.not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('Only an admin of the organisation that a study belongs to may do this.');
  }
}

/** Somebody changed it since it was read. */
export class StudyChanged extends DomainError {
  readonly code = 'study.changed';
  readonly kind = 'stale';

  constructor() {
    super('This study has changed since you read it: read it again, then decide.');
  }
}

export class StudyNotDraft extends DomainError {
  readonly code = 'study.not-draft';
  readonly kind = 'conflict';

  constructor() {
    super('This study has been opened, and what may leave is fixed since: make a new study for another design.');
  }
}

export class StudyNotOpen extends DomainError {
  readonly code = 'study.not-open';
  readonly kind = 'conflict';

  constructor() {
    super('This study is not open: nothing is extracted before it is opened, nor after it is closed.');
  }
}

/** All that stands against opening a study. */
export class DesignRefused extends DomainError {
  readonly code = 'study.design-refused';
  readonly kind = 'invalid';

  constructor(faults: readonly FieldProblem[]) {
    super('The study can not be opened as it is designed; it is still a draft. Each fault is named in errors.', faults);
  }
}

export class ResearchersRefused extends DomainError {
  readonly code = 'study.researchers-refused';
  readonly kind = 'invalid';

  constructor(faults: readonly FieldProblem[]) {
    super('Some of these can not be researchers of the study, so nothing was changed. Each is named in errors.', faults);
  }
}
