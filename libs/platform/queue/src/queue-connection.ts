import { PooledClient } from '@anamnesis/database';
import { type ConnectionOptions, setDefaultBackendFactory } from 'bullmq';
import { postgresBackend } from './postgres-backend';
import type { QueueBackend } from './queue-settings';

export interface QueuePlace {
  /** The one database: of the queue itself, or of the fact that the queue is elsewhere. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
}

export const QUEUE_SCHEMA = 'queue';
/** Of the keys in Redis. */
export const QUEUE_PREFIX = 'anamnesis';

/** Queues and workers that are made after this work on that backend: BullMQ keeps the choice for the whole process. */
export function chooseBackend(backend: QueueBackend): void {
  setDefaultBackendFactory(backend === 'postgres' ? postgresBackend : undefined);
}

/**
 * For those who send, and those who run. A sender does not wait for long: a request hangs on it, and the queue is only a nudge.
 * A queue or worker has connections of its own beside that pool: one that listens, for a worker.
 */
export function queueConnection({ databaseUrl, redisUrl }: QueuePlace, side: 'sends' | 'runs'): ConnectionOptions {
  if (redisUrl !== undefined) {
    return { url: redisUrl, connectTimeout: 3000, maxRetriesPerRequest: side === 'sends' ? 1 : null };
  }
  // The schema is made by the migrator: a service has no right to, and must not change the tables under others.
  return {
    connectionString: databaseUrl,
    schema: QUEUE_SCHEMA,
    migrate: false,
    max: side === 'sends' ? 2 : 3,
    connectionTimeoutMillis: 3000,
    application_name: `queue ${side}`,
    Client: PooledClient,
  };
}
