import { createPostgresBackend } from 'bullmq';
import { QueueClient } from './queue-client';

/**
 * BullMQ's own backend, whose connection that listens is a QueueClient too: BullMQ hears of its errors only from when it is connected, and a server that
 * ends in between would end the process. There is no option for it, so it is put in the place of the driver that the connection has loaded.
 */
export const postgresBackend: typeof createPostgresBackend = (...given) => {
  const backend = createPostgresBackend(...given);
  const { connection } = backend as unknown as { connection: { pgModule?: object } };
  if (connection.pgModule === undefined) throw new Error('This BullMQ loads its driver elsewhere: see how its connection that listens hears of errors.');
  connection.pgModule = { ...connection.pgModule, Client: QueueClient };
  return backend;
};
