import { DomainError } from '@anamnesis/errors';

/** The same for one that never was, was used, is too old, was withdrawn, or is for something else. */
export class LinkUnusable extends DomainError {
  readonly code = 'link.unusable';
  readonly kind = 'invalid';

  constructor() {
    super('This link can not be used, or not any more: ask for a new one.', [{ pointer: '/token', code: 'unusable', detail: 'A link works once, and for a while.' }]);
  }
}

export class TooMuchMailAskedFor extends DomainError {
  readonly code = 'mail.too-much';
  readonly kind = 'too-many';

  constructor(override readonly retryAfterSeconds: number) {
    super('From here so much mail was asked for that it has to wait: try again as Retry-After says.');
  }
}

export class OrganisationNotNamed extends DomainError {
  readonly code = 'registration.organisation';
  readonly kind = 'invalid';

  constructor() {
    super('Say at which organisation you register.', [{ pointer: '/organisationId', code: 'required', detail: 'One of those that there are.' }]);
  }
}

export class NamesMissing extends DomainError {
  readonly code = 'registration.names-missing';
  readonly kind = 'invalid';

  constructor() {
    super('Say what you are called.', [{ pointer: '/names', code: 'required', detail: 'One name at least.' }]);
  }
}

/** Otherwise whoever has a link could find out which e-mail addresses are names to sign in with. */
export class UsernameOfAnother extends DomainError {
  readonly code = 'account.username-not-yours';
  readonly kind = 'invalid';

  constructor() {
    super('A username that is an e-mail address has to be your own.', [{ pointer: '/username', code: 'not-yours', detail: 'Your own e-mail address, or a name without @.' }]);
  }
}
