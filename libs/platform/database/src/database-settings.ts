import { z } from 'zod';

export const databaseSettings = {
  /** The role in it is the service's own, never the owner of the tables. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'say where PostgreSQL is, as postgres://role:password@host:port/database' }),
  /** Connections a process holds. More than the cores of the database can serve only makes all of them wait. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
};
