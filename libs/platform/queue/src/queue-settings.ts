import { z } from 'zod';

/** Where jobs wait: BullMQ keeps them in PostgreSQL or in Redis. */
export type QueueBackend = 'postgres' | 'redis';

export const queueSettings = {
  /** With it the queue works on Redis, without it on the database that is there anyway. One Redis database for one PostgreSQL database. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'say where Redis is, as redis://host:port/number, or leave it out' }).optional(),
};

export function queueBackendOf({ REDIS_URL }: { readonly REDIS_URL?: string | undefined }): QueueBackend {
  return REDIS_URL === undefined ? 'postgres' : 'redis';
}
