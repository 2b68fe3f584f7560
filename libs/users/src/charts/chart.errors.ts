import { DomainError } from '@anamnesis/errors';

/** The same for a patient who does not exist and one who is none of the caller's business: nobody can tell them apart. */
export class PatientUnknown extends DomainError {
  readonly code = 'patient.unknown';
  readonly kind = 'unknown';

  constructor() {
    super('There is no such patient among those whose records you may see.');
  }
}

/** The record was merged into another one of the same person; told only to those who may see that one. */
export class PatientReplaced extends DomainError {
  readonly code = 'patient.replaced';
  readonly kind = 'moved';
  override readonly moved: { readonly from: string; readonly to: string };

  constructor(from: string, to: string) {
    super('This record goes on under another id: follow Location.');
    this.moved = { from, to };
  }
}

/** The token is still good, but its account has been disabled or has lost the role meanwhile. */
export class SignInEnded extends DomainError {
  readonly code = 'sign-in.ended';
  readonly kind = 'unauthenticated';

  constructor() {
    super('This sign-in is not good any more: sign in again.');
  }
}
