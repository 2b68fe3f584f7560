import { listQuery } from '@anamnesis/http';
import { z } from 'zod';
import { humanName } from './schemas';
import { words } from '../words';

const reason = words(1000);

/** `into`: the patient of the address goes on under that one. `duplicate`: that one goes on under the patient of the address. */
export const mergeBody = z
  .strictObject({ into: z.uuid().optional(), duplicate: z.uuid().optional(), reason })
  .refine(({ into, duplicate }) => (into === undefined) !== (duplicate === undefined), { error: 'Say which one goes on: send into, or duplicate.', path: ['into'] });
export const unmergeBody = z.strictObject({ reason });
export const mergeAnswer = z.object({ survivorId: z.uuid(), replacedId: z.uuid() });

/** A record, and the pair of it that was shown last where it may have more: score and other record. */
export const duplicatesCursor = z.union([z.tuple([z.uuid()]), z.tuple([z.uuid(), z.int().min(0).max(1000), z.uuid()])]);
export const duplicatesQuery = z.strictObject({ limit: listQuery.limit, cursor: listQuery.cursor });
export const distinctionBody = z.strictObject({ samePerson: z.literal(false) });

const person = z.object({ id: z.uuid(), mrn: z.string(), names: z.array(humanName), birthDate: z.string().optional(), sex: z.string() });
export const duplicatesAnswer = z.object({
  items: z.array(z.object({ patient: person, other: person, score: z.int(), agrees: z.array(z.string()) })),
  nextCursor: z.string().optional(),
});
