import { restrictedKinds } from '@anamnesis/users';
import { z } from 'zod';

export const newRestrictionBody = z.strictObject({ kind: z.enum(restrictedKinds), id: z.uuid().optional(), doctors: z.array(z.uuid()).max(50).default([]), primarySees: z.boolean().default(true) });
export const liftBody = z.strictObject({ lifted: z.literal(true) });
export const restrictionAnswer = z.object({
  id: z.uuid(), kind: z.string(), thingId: z.uuid().optional(), doctors: z.array(z.uuid()), primarySees: z.boolean(), madeAt: z.string(), liftedAt: z.string().optional(), version: z.number(),
});
export const restrictionsAnswer = z.object({ items: z.array(restrictionAnswer), nextCursor: z.string().optional() });
