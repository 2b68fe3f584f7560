import { listQuery } from '@anamnesis/http';
import { z } from 'zod';

export const announcementsQuery = z.strictObject({ ...listQuery, unseen: z.enum(['true', 'false']).default('false').transform((unseen) => unseen === 'true') });
export const seenBody = z.strictObject({ seen: z.literal(true) });

export const announcementAnswer = z.object({
  id: z.uuid(), kind: z.string(), about: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), at: z.string(), seenAt: z.string().optional(),
});
export const announcementsAnswer = z.object({ items: z.array(announcementAnswer), nextCursor: z.string().optional() });
