import { listQuery } from '@anamnesis/http';
import { isPartialDate } from '@anamnesis/users';
import { z } from 'zod';
import { humanName } from './schemas';
import { words } from '../words';

export const patientsQuery = z.strictObject({
  ...listQuery,
  // It holds where the list stands: a name among it.
  cursor: z.string().max(3000).optional(),
  search: words(200).optional(),
  mrn: words(40).optional(),
  birthDate: z.string().max(10).refine(isPartialDate, 'A date, or its year or month: 1950-03-17, 1950-03 or 1950').optional(),
  organisationId: z.uuid().optional(),
});

export const patientsAnswer = z.object({
  items: z.array(z.object({
    id: z.uuid(), mrn: z.string(), names: z.array(humanName), birthDate: z.string().optional(), sex: z.string(),
    // Of the doctor's own list, and of the desk's search.
    care: z.array(z.string()).optional(), coveringFor: z.array(z.object({ doctorId: z.uuid(), name: z.string() })).optional(), verification: z.string().optional(),
  })),
  nextCursor: z.string().optional(),
});

const cursorText = z.string().max(600).refine((text) => text.isWellFormed() && !text.includes('\0'));
export const ownPatientsCursor = z.tuple([z.int().min(0).max(2), cursorText, z.uuid()]);
export const searchCursor = z.tuple([z.int().min(0).max(4), z.int().min(1).max(8), cursorText, cursorText, z.uuid()]);
