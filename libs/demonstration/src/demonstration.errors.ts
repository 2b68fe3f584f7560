import { DomainError } from '@anamnesis/errors';

export class AnotherDay extends DomainError {
  readonly code = 'demonstration.another-day';
  readonly kind = 'conflict';
  constructor(seed: number, day: string) {
    super(`The demonstration of seed ${String(seed)} was made as of ${day}: leave --today out to go on with it, or take another seed.`);
  }
}

export class DatabaseLost extends DomainError {
  readonly code = 'demonstration.database-lost';
  readonly kind = 'unavailable';
  constructor({ cause }: ErrorOptions) {
    super('The database went away. What was made stays: run the same command again, and it goes on from here.');
    this.cause = cause;
  }
}
