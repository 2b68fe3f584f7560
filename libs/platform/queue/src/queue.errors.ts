import { DomainError } from '@anamnesis/errors';
import type { QueueBackend } from './queue-settings';

const NAMES: Readonly<Record<QueueBackend, string>> = { postgres: 'PostgreSQL', redis: 'Redis' };

export class QueueBackendDiffers extends DomainError {
  readonly code = 'queue.backend-differs';
  readonly kind = 'unavailable';

  constructor(recorded: QueueBackend, configured: QueueBackend) {
    super(
      `The queue of this database is kept in ${NAMES[recorded]}, but this process is set to ${NAMES[configured]}: ` +
        `${configured === 'redis' ? 'unset' : 'set'} REDIS_URL as for the other processes, or stop them all and move the queue with "npm run cli -- move-queue".`,
    );
  }
}

export class QueueBackendUnrecorded extends DomainError {
  readonly code = 'queue.backend-unrecorded';
  readonly kind = 'unavailable';

  constructor() {
    super('The database does not say where its queue is kept: run the migrations first, as the owner of the tables.');
  }
}

export class JobsUnhandled extends DomainError {
  readonly code = 'queue.jobs-unhandled';
  readonly kind = 'unavailable';
}

export class JobUnknown extends DomainError {
  readonly code = 'queue.job-unknown';
  readonly kind = 'unavailable';

  constructor(name: string) {
    super(`No job is called "${name}" here: this process may be older than the one that sent it.`);
  }
}

/** What was asked of a job does not have the shape that it was defined with. Its values are not repeated: they could be anything. */
export class JobPayloadInvalid extends DomainError {
  readonly code = 'queue.payload-invalid';
  readonly kind = 'invalid';

  constructor(name: string, pointers: readonly string[]) {
    super(
      `The job "${name}" was not asked for in the way it is defined: ${pointers.join(', ')}.`,
      pointers.map((pointer) => ({ pointer, code: 'invalid', detail: 'not as the job defines it' })),
    );
  }
}

export class QueueSilent extends DomainError {
  readonly code = 'queue.silent';
  readonly kind = 'unavailable';

  constructor() {
    super('The queue did not answer in time.');
  }
}
