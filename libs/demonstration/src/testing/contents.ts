import type { Client } from 'pg';

export const tables = [
  'organisation', 'location', 'appointment_type', 'doctor', 'working_hours', 'patient', 'mrn_key', 'care_relation', 'doctor_patient', 'appointment', 'doctor_slot', 'visit', 'measure', 'diagnosis', 'treatment',
  'allergy', 'immunization', 'list_review', 'study', 'participation',
];

/** All that a demonstration can have written, without what the database itself makes: the same for two databases that hold the same. */
export async function contents(owner: Client): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of tables) {
    const { rows } = await owner.query<{ rows: string; digest: string }>(
      `SELECT count(*) AS rows, md5(COALESCE(string_agg(row::text, ' ' ORDER BY row::text), '')) AS digest
         FROM (SELECT to_jsonb(t) - '{recorded_at,changed_xid,changed_origin}'::text[] AS row FROM ${table} t) AS rows`,
    );
    found[table] = `${rows[0]?.rows ?? ''} rows, ${rows[0]?.digest ?? ''}`;
  }
  return found;
}
