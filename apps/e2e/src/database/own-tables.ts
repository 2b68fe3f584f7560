/** A sentence that must hold for the whole catalogue, and the statement that lists what breaks it, a row with `what` for each. */
export interface CatalogueRule {
  readonly states: string;
  /** Begins after the common tables below. */
  readonly breaks: string;
  /** What breaks the rule, made in a transaction that is rolled back, and what must then be listed. */
  readonly violations: readonly { readonly sql: string; readonly listed: string }[];
}

/** Keyed by a value that must be unique in all, and read before a patient is known (decisions.md: keys). */
export const keyedByValue = ['mrn_key', 'patient_account'];

/** The schemas whose tables are ours. */
export const ourSchemas = ['public', 'app', 'audit', 'research'];

export const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/**
 * `own`: our tables, partitions left out, with their key and the column that says whose rows they hold; `service`: the roles that
 * processes sign in as. The queue's schema is BullMQ's: its tables hold ids and stay local.
 */
export const ownTables = `
  WITH own AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relrowsecurity AS guarded, key.columns AS key,
           CASE WHEN c.relname = 'patient' THEN 'id' WHEN key.columns[1] IN ('patient_id', 'doctor_id') THEN key.columns[1] END AS owned_by,
           EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'patient_id' AND NOT a.attisdropped) AS names_patient,
           c.relname IN (${quoted(keyedByValue)}) AS keyed_by_value
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN LATERAL (
        SELECT array_agg(a.attname::text ORDER BY k.position) AS columns
          FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY k (attnum, position)
          JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
         WHERE i.indrelid = c.oid AND i.indisprimary
      ) key ON true
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname IN (${quoted(ourSchemas)})
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ), service AS (
    SELECT oid, rolname AS name FROM pg_roles WHERE rolname LIKE 'anamnesis\\_%' AND rolname <> 'anamnesis_owner'
  )`;
