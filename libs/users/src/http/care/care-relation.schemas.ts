import { listQuery } from '@anamnesis/http';
import { z } from 'zod';

const ahead = (moment: Date): boolean => moment.getTime() > Date.now();
export const uuid = z.uuid();
export const reason = z.string().trim().min(1).max(500);
/** Aborts where it is none: what follows would ask words for their year. */
export const moment = z.iso.datetime({ offset: true, abort: true }).transform((text) => new Date(text)).refine((date) => date.getFullYear() >= 1900 && date.getFullYear() < 2200, 'Between 1900 and 2200');
/** Where a list goes on that is ordered by ids alone. */
export const idList = z.strictObject(listQuery);
const human = z.object({ id: z.uuid(), name: z.string(), specialty: z.string().optional() });

export const careRelationsQuery = z.strictObject({ ...listQuery, current: z.enum(['true', 'false']).default('false').transform((current) => current === 'true') });
export const newCareRelationBody = z.strictObject({
  doctorId: z.uuid(), kind: z.enum(['primary', 'attending', 'consulting']), reason, endsAt: moment.refine(ahead, 'In the future').optional(),
});
export const endCareRelationBody = z.strictObject({ reason });

export const careRelationAnswer = z.object({
  id: z.uuid(), doctor: human, kind: z.string(), startsAt: z.string(), endsAt: z.string().optional(), reason: z.string(), endReason: z.string().optional(), appointmentId: z.uuid().optional(), version: z.number(),
});
export const careRelationsAnswer = z.object({ items: z.array(careRelationAnswer), nextCursor: z.string().optional() });

export const emergencyAccessesAnswer = z.object({
  items: z.array(z.object({
    id: z.uuid(), doctor: human, reason: z.string(), openedAt: z.string(), until: z.string(), review: z.object({ verdict: z.string(), note: z.string().optional(), at: z.string() }).optional(),
  })),
  nextCursor: z.string().optional(),
});
