import { DomainError } from '@anamnesis/errors';

export class NotSignedIn extends DomainError {
  readonly code = 'sign-in.required';
  readonly kind = 'unauthenticated';

  constructor() {
    super('Sign in first: the access token is missing, has expired or is not valid.');
  }
}

export class RoleNotAllowed extends DomainError {
  readonly code = 'access.role-not-allowed';
  readonly kind = 'forbidden';

  constructor() {
    super('The role that you are signed in with may not do this.');
  }
}
