import { DomainError } from '@anamnesis/errors';

/** The server is away, too slow, or does not want it now. What it said is left out: it repeats addresses. */
export class MailNotTaken extends DomainError {
  readonly code = 'mail.not-taken';
  readonly kind = 'unavailable';

  constructor() {
    super('The mail server did not take the mail; it is tried again.');
  }
}

/** The server says that it will never take this mail. */
export class MailRefused extends DomainError {
  readonly code = 'mail.refused';
  readonly kind = 'invalid';

  constructor() {
    super('The mail server refuses this mail for good.');
  }
}
