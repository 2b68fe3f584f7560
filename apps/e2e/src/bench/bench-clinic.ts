import type { Client } from 'pg';
import { v7 } from 'uuid';

export interface BenchClinic {
  /** Of the doctor in whose care they are. */
  readonly doctorAccountId: string;
  readonly patientIds: readonly string[];
  /** One visit of each patient, in their order. */
  readonly visitIds: readonly string[];
}

/**
 * The demonstration doctor with more patients in care, each with four visits of five measures, a diagnosis and a treatment: as many rows as make
 * the indexes three levels deep. Made as the owner of the tables, with every trigger.
 */
export async function makeBenchClinic(owner: Client, patients: number): Promise<BenchClinic> {
  const { rows } = await owner.query<{ id: string; account_id: string; organisation_id: string }>("SELECT d.id, d.account_id, d.organisation_id FROM doctor d JOIN account a ON a.id = d.account_id WHERE a.username = 'doctor'");
  const [{ id: doctorId, account_id: doctorAccountId, organisation_id: organisationId } = { id: '', account_id: '', organisation_id: '' }] = rows;
  const patientIds = Array.from({ length: patients }, () => v7());
  const visits = patientIds.flatMap((patientId) => Array.from({ length: 4 }, (_, number) => ({ patientId, id: v7(), number })));
  const of = (visit: { patientId: string; id: string; number: number }, index: number) => ({ patient_id: visit.patientId, visit_id: visit.id, id: v7(), days: visit.number * 90 + 1, index });
  await insertRows(owner, 'patient', `id uuid`, patientIds.map((id) => ({ id })), `id, organisation_id, mrn, names, birth_date, sex, zone`, `id, '${organisationId}', id::text, '[{"text": "Somebody"}]', '1970-01-01', 'female', 'Europe/Berlin'`);
  await insertRows(owner, 'care_relation', `patient_id uuid, id uuid`, patientIds.map((id) => ({ patient_id: id, id: v7() })), `patient_id, id, doctor_id, kind, starts_at, reason`, `patient_id, id, '${doctorId}', 'primary', '2020-01-01', 'bench'`);
  await insertRows(owner, 'visit', `patient_id uuid, id uuid, days integer`, visits.map(({ patientId, id, number }) => ({ patient_id: patientId, id, days: number * 90 + 1 })),
    `patient_id, id, doctor_id, started_at, status, completed_at, reason, patient_visible_from`, `patient_id, id, '${doctorId}', now() - make_interval(days => days), 'completed', now(), 'check-up', now()`);
  await insertRows(owner, 'measure', `patient_id uuid, visit_id uuid, id uuid, days integer, index integer`, visits.flatMap((visit) => [0, 1, 2, 3, 4].map((index) => of(visit, index))),
    `patient_id, visit_id, id, code, quantity, unit, entered_value, taken_at, patient_visible_from`,
    `patient_id, visit_id, id, (ARRAY['8480-6','8462-4','8867-4','29463-7','8310-5'])[index + 1], 60 + index, 'mm[Hg]', '60', now() - make_interval(days => days), now()`);
  await insertRows(owner, 'diagnosis', `patient_id uuid, visit_id uuid, id uuid`, visits.map((visit) => of(visit, 0)), `patient_id, visit_id, id, text, patient_visible_from`, `patient_id, visit_id, id, 'Essential hypertension', now()`);
  await insertRows(owner, 'treatment', `patient_id uuid, visit_id uuid, id uuid`, visits.map((visit) => of(visit, 0)), `patient_id, visit_id, id, kind, text, starts_on, patient_visible_from`, `patient_id, visit_id, id, 'medication', 'Lisinopril 10 mg', '2026-01-01', now()`);
  await owner.query('VACUUM ANALYZE');
  return { doctorAccountId, patientIds, visitIds: visits.filter(({ number }) => number === 0).map(({ id }) => id) };
}

async function insertRows(owner: Client, table: string, shape: string, rows: readonly object[], columns: string, values: string): Promise<void> {
  await owner.query(`INSERT INTO ${table} (${columns}) SELECT ${values} FROM jsonb_to_recordset($1::jsonb) AS r (${shape})`, [JSON.stringify(rows)]);
}
