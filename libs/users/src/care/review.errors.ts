import { DomainError } from '@anamnesis/errors';

export class ReviewUnknown extends DomainError {
  readonly code = 'review.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such review.');
  }
}

export class ReviewOfOwnAct extends DomainError {
  readonly code = 'review.own-act';
  readonly kind = 'forbidden';

  constructor() {
    super('You did this yourself: another auditor has to look at it.');
  }
}

export class ReviewDone extends DomainError {
  readonly code = 'review.done';
  readonly kind = 'conflict';

  constructor() {
    super('Somebody has judged this already: read it again.');
  }
}

export class ReviewChanged extends DomainError {
  readonly code = 'review.changed';
  readonly kind = 'stale';

  constructor() {
    super('This review has changed since you read it: read it again.');
  }
}
