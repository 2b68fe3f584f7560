import { z } from 'zod';

export const loggingSettings = {
  /** From how important on lines are written. */
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};
