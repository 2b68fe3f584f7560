import { inSystemContext } from '@anamnesis/database';
import type { ClientBase, QueryResult } from 'pg';
import { makeId } from './make-id';

/** One doctor's visits with one patient. */
export interface Care {
  readonly patientId: string;
  readonly doctorId: string;
  readonly visits: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface Relation {
  readonly patientId: string;
  readonly id: string;
  readonly doctorId: string;
  readonly kind: 'primary' | 'attending';
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/**
 * Of one patient's doctors the one with the most visits, and of several such the latest, is the primary one, unless there is one
 * already; the others attended, and have ended.
 */
export function relationsOf(doctors: readonly Care[], primaryDoctorId: string | null): Relation[] {
  const inOrder = [...doctors].sort((a, b) => b.visits - a.visits || b.endsAt.valueOf() - a.endsAt.valueOf() || (a.doctorId < b.doctorId ? -1 : 1));
  const primary = primaryDoctorId ?? inOrder[0]?.doctorId;
  return inOrder.map(({ patientId, doctorId, startsAt, endsAt }) => {
    const kind = doctorId === primary ? 'primary' : 'attending';
    return {
      patientId,
      doctorId,
      kind,
      id: makeId('care-relation', `${patientId} ${doctorId} ${kind}`, startsAt.valueOf()),
      startsAt,
      endsAt: kind === 'primary' ? null : endsAt,
    };
  });
}

const patientsAtOnce = 1000;

/** Both sides in one statement. What is there already, or would overlap a relation made since, is left as it is. */
const insertRelations = `
  WITH added AS (
    INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, ends_at, reason)
    SELECT patient_id, id, doctor_id, kind, starts_at, ends_at, 'seen in imported visits'
      FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS related (patient_id, id, doctor_id, kind, starts_at, ends_at)
    ON CONFLICT DO NOTHING RETURNING doctor_id, id, patient_id, kind, starts_at, ends_at)
  INSERT INTO doctor_patient (doctor_id, id, patient_id, kind, starts_at, ends_at) SELECT doctor_id, id, patient_id, kind, starts_at, ends_at FROM added ON CONFLICT DO NOTHING`;

const readCare = `
  SELECT s.patient_id AS "patientId", s.doctor_id AS "doctorId", sum(s.visits)::integer AS visits, min(s.starts_at) AS "startsAt", max(s.ends_at) AS "endsAt",
         (SELECT c.doctor_id FROM care_relation c WHERE c.patient_id = s.patient_id AND c.kind = 'primary' AND c.ends_at IS NULL) AS "primaryDoctorId"
    FROM surveyed s JOIN patient p ON p.id = s.patient_id JOIN doctor d ON d.id = s.doctor_id
   WHERE s.patient_id = ANY ($1)
   GROUP BY 1, 2`;

/** Care relations from the surveyed encounters, a bounded number of patients at a time. Returns how many are new. */
export async function relateCare(client: ClientBase, job: string): Promise<number> {
  let added = 0;
  let last: string | undefined = '00000000-0000-0000-0000-000000000000';
  while (last !== undefined) {
    const next: QueryResult<{ id: string }> = await client.query<{ id: string }>('SELECT DISTINCT patient_id AS id FROM surveyed WHERE patient_id > $1 ORDER BY patient_id LIMIT $2', [last, patientsAtOnce]);
    const patientIds = next.rows.map(({ id }) => id);
    added += await inSystemContext(client, job, async () => {
      const { rows } = await client.query<Care & { primaryDoctorId: string | null }>(readCare, [patientIds]);
      const relations = [...Map.groupBy(rows, ({ patientId }) => patientId).values()].flatMap((doctors) => relationsOf(doctors, doctors[0]?.primaryDoctorId ?? null));
      const columns = [
        relations.map(({ patientId }) => patientId),
        relations.map(({ id }) => id),
        relations.map(({ doctorId }) => doctorId),
        relations.map(({ kind }) => kind),
        relations.map(({ startsAt }) => startsAt),
        relations.map(({ endsAt }) => endsAt),
      ];
      return (await client.query(insertRelations, columns)).rowCount ?? 0;
    });
    last = patientIds.at(-1);
  }
  return added;
}
