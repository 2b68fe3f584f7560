import { listQuery } from '@anamnesis/http';
import { z } from 'zod';
import { moment, reason } from './care-relation.schemas';

const human = z.object({ id: z.uuid(), name: z.string() });
/** A cover is for a holiday or an illness. */
const longestCoverDays = 366;

export const newCoverBody = z
  .strictObject({ coveredBy: z.uuid(), startsAt: moment, endsAt: moment, locationId: z.uuid().optional(), reason: reason.optional() })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt && endsAt.getTime() > Date.now(), { path: ['endsAt'], message: 'After the beginning, and in the future' })
  .refine(({ startsAt, endsAt }) => endsAt.getTime() - startsAt.getTime() <= longestCoverDays * 86_400_000, { path: ['endsAt'], message: `At most ${String(longestCoverDays)} days` });
export const shortenCoverBody = z.strictObject({ endsAt: moment.refine((end) => end.getTime() > Date.now(), 'In the future; leave it out to end the cover now').optional() });
export const coverAnswer = z.object({
  id: z.uuid(), doctor: human, coveredBy: human, startsAt: z.string(), endsAt: z.string(), locationId: z.uuid().optional(), reason: z.string().optional(), version: z.number(),
});
export const coversAnswer = z.object({ items: z.array(coverAnswer), nextCursor: z.string().optional() });

export const handOverQuery = z.strictObject({ ...listQuery, to: z.uuid() });
export const handOverBody = z
  .strictObject({ to: z.uuid(), patients: z.array(z.uuid()).min(1).max(1000).optional(), all: z.literal(true).optional(), leaving: z.boolean().default(false), reason })
  .refine(({ patients, all }) => (patients === undefined) !== (all === undefined), { path: ['patients'], message: 'Either the patients, or all: true' });
export const handOverPreviewAnswer = z.object({
  counts: z.object({ patients: z.number(), appointments: z.number(), openVisits: z.number(), calendarClashes: z.number() }),
  items: z.array(z.object({ id: z.uuid(), mrn: z.string(), name: z.string(), care: z.array(z.string()) })), nextCursor: z.string().optional(),
});
export const handedOverAnswer = z.object({ patients: z.number(), handedOverBefore: z.number(), appointments: z.number() });

export const nursePlacesBody = z.strictObject({ locationIds: z.array(z.uuid()).max(100) });
