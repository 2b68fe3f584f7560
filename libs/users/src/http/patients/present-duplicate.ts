import type { DuplicateRow } from '@anamnesis/users';
import type { z } from 'zod';
import type { duplicatesAnswer } from './merge.schemas';
import { presentPerson } from './present-patient';

type Duplicate = z.infer<typeof duplicatesAnswer>['items'][number];

export function presentDuplicate({ persons: [patient, other], score, agrees }: DuplicateRow): Duplicate {
  if (!patient || !other) throw new Error('A pair without its two patients');
  return { patient: presentPerson(patient), other: presentPerson(other), score, agrees };
}
