import { cursorMoment, listQuery } from '@anamnesis/http';
import { z } from 'zod';

export const reviewsQuery = z.strictObject({ ...listQuery, status: z.enum(['open', 'overdue', 'done']).default('open') });
export const reviewsAfter = z.tuple([cursorMoment, z.uuid()]);
export const verdictBody = z.strictObject({ verdict: z.enum(['justified', 'unjustified']), note: z.string().trim().min(1).max(2000) });

export const reviewAnswer = z.object({
  id: z.uuid(), kind: z.string(), patientId: z.uuid(), thingId: z.uuid(), madeBy: z.object({ accountId: z.uuid(), name: z.string() }), reason: z.string().optional(), at: z.string(), dueAt: z.string(),
  verdict: z.string().optional(), note: z.string().optional(), reviewedBy: z.uuid().optional(), reviewedAt: z.string().optional(), version: z.number(),
});
export const reviewsAnswer = z.object({ items: z.array(reviewAnswer), nextCursor: z.string().optional() });
