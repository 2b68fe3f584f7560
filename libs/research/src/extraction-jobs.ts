import { defineJob } from '@anamnesis/queue';
import { z } from 'zod';

export const runExtractionJob = defineJob('research.run-extraction', z.strictObject({ studyId: z.uuid(), number: z.int() }), { attempts: 5 });
export const startDueExtractionsJob = defineJob('research.start-due-extractions', z.strictObject({}), { attempts: 1 });
export const resendLostExtractionsJob = defineJob('research.resend-lost-extractions', z.strictObject({}), { attempts: 1 });

/** A run can be long, and must hold up neither those of other studies nor what looks for due and lost ones. */
export const extractionWork = { queue: runExtractionJob.queue, concurrency: 3 };

/** Asking again for a run that waits or is under way does nothing. */
export function nudgeIdOf(studyId: string, number: number): string {
  return `${studyId}-${String(number)}`;
}
