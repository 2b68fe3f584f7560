import { Client } from 'pg';
import { checkQueueBackend } from './queue-backend';
import { chooseBackend, type QueuePlace } from './queue-connection';
import { queueBackendOf } from './queue-settings';

/** Before anything is connected to a queue: is it the one that this database works with? @throws QueueBackendDiffers */
export async function openQueue({ databaseUrl, redisUrl }: QueuePlace): Promise<void> {
  const backend = queueBackendOf({ REDIS_URL: redisUrl });
  const client = new Client({ connectionString: databaseUrl, application_name: 'queue backend' });
  await client.connect();
  try {
    await checkQueueBackend(client, backend);
  } finally {
    await client.end();
  }
  chooseBackend(backend);
}
