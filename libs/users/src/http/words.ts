import { z } from 'zod';

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair. */
export const words = (most: number) => z.string().trim().min(1).max(most).refine((text) => text.isWellFormed() && !text.includes('\0'), 'Whole characters of Unicode');

export const moment = z.iso
  .datetime({ offset: true, abort: true, error: 'A moment with its offset, such as 2026-03-04T10:15:00+01:00' })
  .refine((text) => text >= '1900' && text < '2200', 'Not before 1900 and before 2200');
