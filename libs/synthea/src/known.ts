import type { ClientBase } from 'pg';
import { makeId, type IdKind } from './make-id';
import type { SourceRow } from './source-row';

export interface KnownPatient {
  readonly birthDate: string | null;
  readonly birthDatePrecision: 'day' | 'month' | 'year';
  readonly sex: string;
  readonly zone: string;
  readonly deceasedAt: number | null;
}

export interface KnownVisit {
  readonly endedAt: number | null;
}

/** What rows refer to by the source's ids. */
export type Reference = 'PATIENT' | 'ENCOUNTER' | 'PROVIDER' | 'ORGANIZATION';

/** Ids of what a column refers to. Rows of one patient and visit stand together, so the last id is usually the next. */
function referring(kind: IdKind, column: Reference): (row: SourceRow) => string {
  let text: string | undefined;
  let id = '';
  return (row) => {
    if (row.text(column) !== text) {
      text = row.text(column);
      id = makeId(kind, text);
    }
    return id;
  };
}

export const patientIdOf = referring('patient', 'PATIENT');
export const visitIdOf = referring('visit', 'ENCOUNTER');
export const doctorIdOf = referring('doctor', 'PROVIDER');
export const organisationIdOf = referring('organisation', 'ORGANIZATION');
/** Synthea's organizations have one place each. */
export const locationIdOf = referring('location', 'ORGANIZATION');

/** For patients and doctors without any. */
export const organisationOfNobody = makeId('organisation', 'nobody');

/** What the database has of the things that one batch refers to: a batch is bounded, and so is this. */
export class Known {
  readonly patients = new Map<string, KnownPatient>();
  readonly doctors = new Set<string>();
  readonly organisations = new Set<string>();
  private readonly visits = new Map<string, KnownVisit>();

  visit(patientId: string, visitId: string): KnownVisit | undefined {
    return this.visits.get(`${patientId} ${visitId}`);
  }

  addVisit(patientId: string, visitId: string, visit: KnownVisit): void {
    this.visits.set(`${patientId} ${visitId}`, visit);
  }
}

const distinct = (rows: readonly SourceRow[], column: Reference, idOf: (row: SourceRow) => string): string[] => [
  ...new Set(rows.filter((row) => row.text(column) !== '').map(idOf)),
];

export async function lookUp(client: ClientBase, rows: readonly SourceRow[], references: readonly Reference[]): Promise<Known> {
  const known = new Known();
  if (references.includes('PATIENT')) {
    const found = await client.query<{ id: string; birth_date: string | null; birth_date_precision: KnownPatient['birthDatePrecision']; sex: string; zone: string; deceased_at: Date | null }>(
      'SELECT id, birth_date::text, birth_date_precision, sex, zone, deceased_at FROM patient WHERE id = ANY ($1)',
      [distinct(rows, 'PATIENT', patientIdOf)],
    );
    for (const { id, birth_date, birth_date_precision, sex, zone, deceased_at } of found.rows) {
      known.patients.set(id, { birthDate: birth_date, birthDatePrecision: birth_date_precision, sex, zone, deceasedAt: deceased_at?.valueOf() ?? null });
    }
  }
  if (references.includes('ENCOUNTER')) {
    const pairs = new Map<string, [string, string]>();
    for (const row of rows) {
      if (row.text('ENCOUNTER') !== '') pairs.set(`${row.text('PATIENT')} ${row.text('ENCOUNTER')}`, [patientIdOf(row), visitIdOf(row)]);
    }
    const found = await client.query<{ patient_id: string; id: string; ended_at: Date | null }>(
      'SELECT v.patient_id, v.id, v.ended_at FROM unnest($1::uuid[], $2::uuid[]) AS asked (patient_id, id) JOIN visit v ON v.patient_id = asked.patient_id AND v.id = asked.id',
      [[...pairs.values()].map(([patient]) => patient), [...pairs.values()].map(([, visit]) => visit)],
    );
    for (const { patient_id, id, ended_at } of found.rows) known.addVisit(patient_id, id, { endedAt: ended_at?.valueOf() ?? null });
  }
  if (references.includes('PROVIDER')) {
    const found = await client.query<{ id: string }>('SELECT id FROM doctor WHERE id = ANY ($1)', [distinct(rows, 'PROVIDER', doctorIdOf)]);
    for (const { id } of found.rows) known.doctors.add(id);
  }
  if (references.includes('ORGANIZATION')) {
    const found = await client.query<{ id: string }>('SELECT id FROM organisation WHERE id = ANY ($1)', [distinct(rows, 'ORGANIZATION', organisationIdOf)]);
    for (const { id } of found.rows) known.organisations.add(id);
  }
  return known;
}
