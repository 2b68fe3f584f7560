import { Client } from 'pg';
import { QueueBackendDiffers, QueueBackendUnrecorded } from './queue.errors';
import type { QueueBackend } from './queue-settings';

/** A pg.Pool or pg.Client. */
export interface Asked {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/**
 * Two processes that keep the queue in different places would each work, and never hear of each other's jobs: so the database
 * says which it is, and a process that is set otherwise does not start.
 * @throws QueueBackendDiffers, QueueBackendUnrecorded
 */
export async function checkQueueBackend(database: Asked, configured: QueueBackend): Promise<void> {
  const { rows } = await database.query(`SELECT value #>> '{}' AS backend FROM app.fact WHERE key = 'queue.backend'`);
  const [recorded] = rows as { backend: QueueBackend }[];
  if (recorded === undefined) throw new QueueBackendUnrecorded();
  if (recorded.backend !== configured) throw new QueueBackendDiffers(recorded.backend, configured);
}

/**
 * For the migrator. The first one decides; another is refused, unless the queue is to move, while no process runs. Jobs are not
 * carried over: rows that wait are sent again where the queue is now.
 * @throws QueueBackendDiffers
 */
export async function recordQueueBackend(ownerUrl: string, backend: QueueBackend, { move = false } = {}): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'queue backend' });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO app.fact (key, value) VALUES ('queue.backend', to_jsonb($1::text))
       ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, recorded_at = now() WHERE $2 AND fact.value <> EXCLUDED.value`,
      [backend, move],
    );
    await checkQueueBackend(client, backend);
  } finally {
    await client.end();
  }
}
