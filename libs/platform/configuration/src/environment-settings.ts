import { z } from 'zod';

/** Settings of every process, whatever it does. */
export const environmentSettings = {
  /** In production there are no default secrets and no demonstration accounts. */
  PRODUCTION: z.stringbool().default(false),
};
