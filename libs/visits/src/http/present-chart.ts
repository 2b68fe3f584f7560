import { createHash } from 'node:crypto';
import { type PersonSummary, displayName, partialDate } from '@anamnesis/users';
import type { AllergyRow, ChartRow, Review } from '@anamnesis/visits';
import { z } from 'zod';
import { measureAnswer } from './measure.schemas';
import { instantOf, presentMeasure } from './present-measure';
import { presentDiagnosis, presentTreatment, presentVisitHead } from './present-visit';
import { diagnosisAnswer, treatmentAnswer, visitHeadAnswer } from './visit.schemas';

const reviewAnswer = z.object({ answer: z.enum(['not-asked', 'none-known', 'listed']), text: z.string(), reviewedAt: z.iso.datetime().optional() });
const allergyAnswer = z.object({
  id: z.uuid(), code: z.string().optional(), system: z.string().optional(), substance: z.string(), category: z.string().optional(),
  reactions: z.array(z.object({ text: z.string(), severity: z.string().optional() })), severity: z.string().optional(), criticality: z.string().optional(), status: z.string(), verification: z.string(),
});
export const chartAnswer = z.object({
  patient: z.object({ id: z.uuid(), mrn: z.string(), name: z.string(), birthDate: z.string().optional(), sex: z.string(), zone: z.string(), deceasedAt: z.iso.datetime().optional() }),
  diagnoses: z.array(diagnosisAnswer),
  treatments: z.array(treatmentAnswer),
  medicationReview: reviewAnswer,
  allergies: z.array(allergyAnswer),
  allergyReview: reviewAnswer,
  measures: z.array(measureAnswer),
  visits: z.array(visitHeadAnswer),
  coveringFor: z.array(z.object({ doctorId: z.uuid(), name: z.string() })).optional(),
  version: z.string(),
});

/** As Fastify would: an answer from the cache is the same, byte for byte. */
export function serializeChart(row: ChartRow): string {
  return JSON.stringify(presentChart(row));
}

function presentChart(row: ChartRow): z.infer<typeof chartAnswer> {
  const shown = {
    patient: presentPerson(row.person),
    diagnoses: row.diagnoses.map(presentDiagnosis),
    treatments: row.treatments.map(presentTreatment),
    medicationReview: presentReview(row.medication_review, 'medication', row.treatments.some(({ kind }) => kind === 'medication')),
    allergies: row.allergies.map(presentAllergy),
    allergyReview: presentReview(row.allergy_review, 'allergies', row.allergies.length > 0),
    measures: row.measures.map(presentMeasure),
    visits: row.visits.map(presentVisitHead),
    ...(row.covering_for === null ? {} : { coveringFor: row.covering_for.map(({ doctorId, names }) => ({ doctorId, name: displayName(names) })) }),
  };
  // Of what is shown, and not the chart's own: that one rises also with rows that this viewer is not to know of.
  return { ...shown, version: createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22) };
}

function presentPerson(person: PersonSummary): z.infer<typeof chartAnswer>['patient'] {
  return {
    id: person.id,
    mrn: person.mrn,
    name: displayName(person.names),
    ...(person.birthDate === null ? {} : { birthDate: partialDate(person.birthDate, person.birthDatePrecision) }),
    sex: person.sex,
    zone: person.zone,
    ...(person.deceasedAt === null ? {} : { deceasedAt: instantOf(person.deceasedAt) }),
  };
}

/** In words, because an empty list must not be taken for "none": somebody has to have asked. What is listed wins over an older "none known". */
function presentReview(review: Review | null, what: string, listed: boolean): z.infer<typeof reviewAnswer> {
  const reviewedAt = review === null ? {} : { reviewedAt: instantOf(review.reviewedAt) };
  if (listed || review?.answer === 'listed') return { answer: 'listed', text: `Known ${what} ${what.endsWith('s') ? 'are' : 'is'} listed.`, ...reviewedAt };
  if (review === null) return { answer: 'not-asked', text: `Nobody has asked about ${what} yet.` };
  return { answer: 'none-known', text: `Asked about ${what}: none known.`, ...reviewedAt };
}

function presentAllergy(row: AllergyRow): z.infer<typeof allergyAnswer> {
  return {
    id: row.id,
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.system === null ? {} : { system: row.system }),
    substance: row.substance,
    ...(row.category === null ? {} : { category: row.category }),
    reactions: row.reactions.map(({ text, severity }) => ({ text, ...(severity === undefined ? {} : { severity }) })),
    ...(row.severity === null ? {} : { severity: row.severity }),
    ...(row.criticality === null ? {} : { criticality: row.criticality }),
    status: row.status,
    verification: row.verification,
  };
}
