import { genderConcepts, operatorConcepts, typeConcepts, visitConcepts } from './omop-concepts';

/** A field as Table Schema (Frictionless) describes it. */
export interface Field {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'string' | 'date';
  readonly description?: string;
}

/** A file of a release: the select that COPY sends, and how a reader is told of it. */
export interface ReleaseTable {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
  readonly primaryKey: readonly string[];
  readonly select: string;
}

const conceptOf = (column: string, concepts: Readonly<Record<string, number>>): string =>
  `CASE ${column} ${Object.entries(concepts).map(([word, concept]) => `WHEN '${word}' THEN ${concept}`).join(' ')} ELSE 0 END`;

const precision: Field = { name: 'date_precision', type: 'string', description: 'Dates are the first day of a period as long as this.' };
const person: Field = { name: 'person_id', type: 'integer' };

const persons: ReleaseTable = {
  name: 'person',
  description: 'OMOP CDM 5.4 person: who was let in by this release.',
  primaryKey: ['person_id'],
  fields: [
    person,
    { name: 'gender_concept_id', type: 'integer', description: '0 where the class does not tell it.' },
    { name: 'year_of_birth', type: 'integer', description: 'The middle of the age band, counted from the year of the release that let the person in; 0 where the class does not tell it.' },
    { name: 'race_concept_id', type: 'integer', description: 'Never told.' },
    { name: 'ethnicity_concept_id', type: 'integer', description: 'Never told.' },
    { name: 'age_band', type: 'string', description: 'At consent. Empty where the class does not tell it.' },
    { name: 'sex', type: 'string', description: 'Empty where the class does not tell it.' },
    { name: 'region', type: 'string', description: 'At consent. Empty where the class does not tell it.' },
  ],
  select: `SELECT person_id, ${conceptOf('sex', genderConcepts)} AS gender_concept_id,
      COALESCE(extract(year FROM run.now AT TIME ZONE run.zone)::integer - 5 - substring(age_band FROM '^\\d+')::integer, 0) AS year_of_birth,
      0 AS race_concept_id, 0 AS ethnicity_concept_id, age_band, sex, region
    FROM newcomer CROSS JOIN run ORDER BY person_id`,
};

// Rows are sorted by what is random: their order in the record would tell when they were written.
const visits: ReleaseTable = {
  name: 'visit_occurrence',
  description: 'OMOP CDM 5.4 visit_occurrence: visits that are new, or changed since they were sent (under the id that they had).',
  primaryKey: ['visit_occurrence_id'],
  fields: [
    { name: 'visit_occurrence_id', type: 'integer' },
    person,
    { name: 'visit_concept_id', type: 'integer' },
    { name: 'visit_start_date', type: 'date' },
    { name: 'visit_end_date', type: 'date' },
    { name: 'visit_type_concept_id', type: 'integer' },
    { name: 'visit_source_value', type: 'string' },
    { name: 'visit_number', type: 'integer', description: 'Which of the person’s visits it is, as they came to be sent.' },
    precision,
  ],
  select: `SELECT number AS visit_occurrence_id, person_id, ${conceptOf(`CASE WHEN NOT generalised THEN code END`, visitConcepts)} AS visit_concept_id, starts AS visit_start_date, ends AS visit_end_date,
      ${typeConcepts.record} AS visit_type_concept_id, CASE WHEN generalised THEN 'other' ELSE code END AS visit_source_value, ordinal AS visit_number, run.date_precision
    FROM visit_out CROSS JOIN run WHERE action <> 'retracted' ORDER BY person_id, number`,
};

const measurements: ReleaseTable = {
  name: 'measurement',
  description: 'OMOP CDM 5.4 measurement: measures that are new, or changed since they were sent (under the id that they had).',
  primaryKey: ['measurement_id'],
  fields: [
    { name: 'measurement_id', type: 'integer' },
    person,
    { name: 'measurement_concept_id', type: 'integer' },
    { name: 'measurement_date', type: 'date' },
    { name: 'measurement_type_concept_id', type: 'integer', description: `${typeConcepts.record} from the record, ${typeConcepts.patient} told by the patient.` },
    { name: 'operator_concept_id', type: 'integer', description: 'Extremes go out as the bound, with "at most" or "at least".' },
    { name: 'value_as_number', type: 'number', description: 'Rounded to clinical precision. Empty where the code is "other".' },
    { name: 'unit_concept_id', type: 'integer' },
    { name: 'visit_occurrence_id', type: 'integer' },
    { name: 'measurement_source_value', type: 'string', description: 'LOINC, or "other" where too few carry it.' },
    { name: 'unit_source_value', type: 'string', description: 'UCUM.' },
    { name: 'measurement_event_id', type: 'integer', description: 'The same for the values of one panel, as systolic and diastolic.' },
    { name: 'meas_event_field_concept_id', type: 'integer' },
    precision,
  ],
  select: `SELECT o.number AS measurement_id, o.person_id, CASE WHEN o.generalised THEN 0 ELSE c.concept END AS measurement_concept_id, o.taken AS measurement_date,
      CASE WHEN o.home THEN ${typeConcepts.patient} ELSE ${typeConcepts.record} END AS measurement_type_concept_id,
      CASE WHEN NOT o.generalised THEN CASE WHEN o.quantity <= c.low THEN ${operatorConcepts.atMost} WHEN o.quantity >= c.high THEN ${operatorConcepts.atLeast} ELSE ${operatorConcepts.equal} END END AS operator_concept_id,
      CASE WHEN NOT o.generalised THEN round(least(greatest(o.quantity, c.low), c.high), c.decimals) END AS value_as_number,
      CASE WHEN o.generalised THEN 0 ELSE c.unit_concept END AS unit_concept_id, o.visit_number AS visit_occurrence_id,
      CASE WHEN o.generalised THEN 'other' ELSE o.code END AS measurement_source_value, CASE WHEN NOT o.generalised THEN c.unit END AS unit_source_value,
      CASE WHEN NOT o.generalised THEN o.event_number END AS measurement_event_id, CASE WHEN NOT o.generalised AND o.event_number IS NOT NULL THEN 0 END AS meas_event_field_concept_id, run.date_precision
    FROM measure_out o JOIN catalogue c ON c.code = o.code CROSS JOIN run
    WHERE o.action <> 'retracted' ORDER BY o.person_id, o.number`,
};

const retractions: ReleaseTable = {
  name: 'retraction',
  description: 'Rows of earlier releases that are no more: entered in error, or kept back by the patient.',
  primaryKey: ['table', 'id'],
  fields: [{ name: 'table', type: 'string' }, { name: 'id', type: 'integer' }],
  select: `SELECT 'visit_occurrence' AS "table", number AS id FROM visit_out WHERE action = 'retracted' UNION ALL SELECT 'measurement', number FROM measure_out WHERE action = 'retracted' ORDER BY 1, 2`,
};

const deletions: ReleaseTable = {
  name: 'deletion',
  description: 'People who withdrew: delete all that you hold of them, and what you made of it where it can be told apart.',
  primaryKey: ['person_id'],
  fields: [person],
  select: 'SELECT person_id FROM deletion ORDER BY person_id',
};

/** The files of a release. To have the present state, apply the releases in their order: deletion, retraction, then the rows by their keys. */
export const releaseTables: readonly ReleaseTable[] = [persons, visits, measurements, retractions, deletions];
