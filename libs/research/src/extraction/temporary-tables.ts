import type { Run } from './run';
import { measurementConcept, unitConcept } from './omop-concepts';

/** 63 random bits. */
export const randomNumber = '(uuid_hash_extended(gen_random_uuid(), 0) & 9223372036854775807)';

/**
 * The same for rows, of which there are many: a hash of the row's id under a key that is drawn for this run, never leaves the server and is forgotten with it.
 * Without the key it tells as little as a drawn number, and it costs a seventh. Of 100,000,000 rows of a study, two share a number with a chance of one in two thousand.
 */
export const newNumber = (sourceId: string): string => `(hashtextextended(encode(sha256(run.key || uuid_send(${sourceId})), 'hex'), 0) & 9223372036854775807)`;

/** What one run works on; gone with its transaction. */
const tables = `
  CREATE TEMPORARY TABLE run (study_id uuid, k integer, now timestamptz, zone text, date_precision text, key bytea) ON COMMIT DROP;
  CREATE TEMPORARY TABLE catalogue (code text PRIMARY KEY, unit text, decimals integer, low numeric, high numeric, concept integer, unit_concept integer) ON COMMIT DROP;
  CREATE TEMPORARY TABLE consent_change (patient_id uuid PRIMARY KEY, status text, age_band text, sex text, region text, consented_at timestamptz) ON COMMIT DROP;
  CREATE TEMPORARY TABLE deletion (patient_id uuid PRIMARY KEY, person_id bigint) ON COMMIT DROP;
  CREATE TEMPORARY TABLE waiting (patient_id uuid PRIMARY KEY, person_id bigint, consented_at timestamptz, age_band text, sex text, region text, is_new boolean) ON COMMIT DROP;
  CREATE TEMPORARY TABLE newcomer (patient_id uuid PRIMARY KEY, person_id bigint, class_level smallint, class text, age_band text, sex text, region text) ON COMMIT DROP;

  -- Of those who were let in before: what changed, and which numbers their rows have.
  CREATE TEMPORARY TABLE candidate_visit (patient_id uuid, id uuid, PRIMARY KEY (patient_id, id)) ON COMMIT DROP;
  CREATE TEMPORARY TABLE candidate_measure (patient_id uuid, id uuid, own_change boolean, PRIMARY KEY (patient_id, id)) ON COMMIT DROP;
  CREATE TEMPORARY TABLE known (patient_id uuid, kind text, source_id uuid, number bigint, position bigint, PRIMARY KEY (patient_id, kind, source_id)) ON COMMIT DROP;
  CREATE TEMPORARY TABLE fresh (patient_id uuid PRIMARY KEY, held boolean) ON COMMIT DROP;

  -- What goes out. action: 'new'; 'changed', under the number that it has; 'retracted'.
  CREATE TEMPORARY TABLE visit_out (patient_id uuid, person_id bigint, source_id uuid, number bigint, action text, ordinal bigint, code text, starts date, ends date, generalised boolean) ON COMMIT DROP;
  CREATE TEMPORARY TABLE measure_out (patient_id uuid, person_id bigint, source_id uuid, number bigint, action text, visit_number bigint, panel_id uuid, event_number bigint, code text, quantity numeric, taken date, home boolean, generalised boolean) ON COMMIT DROP;
`;

export async function createTemporaryTables(run: Run): Promise<void> {
  const { client, studyId, profile, now } = run;
  await client.query(tables);
  await client.query('INSERT INTO run VALUES ($1, $2, $3, $4, $5, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))', [studyId, profile.k, now, profile.schedule.zone, profile.datePrecision]);
  const measures = profile.measures.map((measure) => ({ ...measure, concept: measurementConcept(measure.code), unit_concept: unitConcept(measure.unit) }));
  await client.query(
    `INSERT INTO catalogue SELECT code, unit, decimals, low, high, concept, unit_concept
       FROM jsonb_to_recordset($1::jsonb) AS m (code text, unit text, decimals integer, low numeric, high numeric, concept integer, unit_concept integer)`,
    [JSON.stringify(measures)],
  );
  await client.query('ANALYZE run, catalogue');
}
