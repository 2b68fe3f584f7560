import { z } from 'zod';
import { humanName } from './schemas';
import { moment, words } from '../words';

export const newRepresentationBody = z.strictObject({
  accountId: z.uuid(),
  kind: z.enum(['guardian', 'proxy']),
  scope: z.enum(['full', 'appointments']),
  /** A guardian's is the patient's majority where nothing else is said. */
  endsAt: moment.optional(),
  /** What was shown for it. */
  evidence: words(1000),
});
export const representationEndBody = z.strictObject({ endsAt: moment.optional() });

export const representationAnswer = z.object({
  id: z.uuid(), accountId: z.uuid(), names: z.array(humanName), kind: z.string(), scope: z.string(), startsAt: z.iso.datetime(), endsAt: z.iso.datetime().optional(), untilMajority: z.boolean(), evidence: z.string(), version: z.int(),
});
export const representationsAnswer = z.object({ items: z.array(representationAnswer) });
export const representedAnswer = z.object({
  items: z.array(z.object({ patientId: z.uuid(), names: z.array(humanName), kind: z.string(), scope: z.string(), endsAt: z.iso.datetime().optional() })),
});
