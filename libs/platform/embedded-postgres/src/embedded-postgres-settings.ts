import { z } from 'zod';

/** Read only where no server is named. */
export const embeddedPostgresSettings = {
  /** Where the database, the keys and the files are kept. Without it, `data` in the project. */
  DATA_FOLDER: z.string().min(1).optional(),
  /** Of the embedded database, on the loopback address. Without it, a free one at each start. */
  DATABASE_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
};
