/** What went wrong, in words of no transport. The HTTP door turns each into a status, the jobs door into "again" or "give up". */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'unknown'
  | 'conflict'
  | 'stale'
  | 'unconditional'
  | 'too-many'
  | 'gone'
  | 'moved'
  | 'unavailable';

export interface FieldProblem {
  /** JSON pointer (RFC 6901) into what was sent. */
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** Thrown by rules, beside the entity whose rule it is. `detail` is a sentence that the person who gets it can act on, without patient data. */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  /** Of 'too-many' and 'unavailable': when trying again makes sense. */
  readonly retryAfterSeconds?: number;
  /** Of 'moved': the id that was asked for, and the one that took its place. */
  readonly moved?: { readonly from: string; readonly to: string };

  constructor(
    detail: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(detail);
    this.name = new.target.name;
  }
}
