import { cursorMoment, listQuery } from '@anamnesis/http';
import { z } from 'zod';
import { enteredMeasure, instant, measureAnswer, words } from './measure.schemas';

const day = z.iso.date({ abort: true, error: 'A day, such as 2026-03-04' }).refine((date) => date >= '1850' && date < '2200', 'Not before 1850 and before 2200');
const coded = { code: words(100).optional(), system: words(300).optional(), text: words(1000) };
const codeWithSystem = ({ code, system }: { code?: string | undefined; system?: string | undefined }) => (code === undefined) === (system === undefined);
const codeWithSystemRule = { error: 'A code says which system it is of: send both or neither.', path: ['code'] };

export const uuid = z.uuid();
export const listCursor = z.tuple([cursorMoment, z.uuid()]);
export const visitsQuery = z.strictObject(listQuery);

export const newVisitBody = z.strictObject({
  doctorId: uuid.optional(),
  appointmentId: uuid.optional(),
  locationId: uuid.optional(),
  startedAt: instant,
  endedAt: instant.optional(),
  reason: words(1000).optional(),
  note: words(20_000).optional(),
  measures: z.array(enteredMeasure).max(100).default([]),
  diagnoses: z.array(z.strictObject({ ...coded, onsetOn: day.optional() }).refine(codeWithSystem, codeWithSystemRule)).max(50).default([]),
  treatments: z
    .array(
      z
        .strictObject({
          kind: z.enum(['medication', 'procedure', 'therapy']),
          ...coded,
          dose: words(200).optional(),
          frequency: words(200).optional(),
          from: day,
          to: day.optional(),
          instructions: words(4000).optional(),
        })
        .refine(codeWithSystem, codeWithSystemRule),
    )
    .max(50)
    .default([]),
});

const codedAnswer = { code: z.string().optional(), system: z.string().optional(), text: z.string() };

export const visitHeadAnswer = z.object({
  id: z.uuid(),
  doctorId: z.uuid().optional(),
  locationId: z.uuid().optional(),
  appointmentId: z.uuid().optional(),
  class: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  status: z.enum(['open', 'completed', 'entered-in-error']),
  reason: z.string().optional(),
  note: z.string().optional(),
  completedAt: z.iso.datetime().optional(),
  marks: z.array(z.string()),
  version: z.int(),
});
export const diagnosisAnswer = z.object({
  id: z.uuid(), visitId: z.uuid().optional(), ...codedAnswer, onsetOn: z.iso.date().optional(), resolvedOn: z.iso.date().optional(), status: z.string(), verification: z.string(), version: z.int(),
});
export const treatmentAnswer = z.object({
  id: z.uuid(), visitId: z.uuid().optional(), kind: z.string(), ...codedAnswer, dose: z.string().optional(), frequency: z.string().optional(), from: z.iso.date(), to: z.iso.date().optional(),
  status: z.string(), instructions: z.string().optional(), version: z.int(),
});
export const visitAnswer = visitHeadAnswer.extend({ measures: z.array(measureAnswer), diagnoses: z.array(diagnosisAnswer), treatments: z.array(treatmentAnswer) });
export const visitsAnswer = z.object({ items: z.array(visitHeadAnswer), nextCursor: z.string().optional() });
