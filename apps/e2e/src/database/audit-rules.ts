import type { CatalogueRule } from './own-tables';

/** Tables whose changes need no entry of their own. Everything else in `public` is audited; a new table is until it stands here. */
const notAudited: Readonly<Record<string, string>> = {
  chart: 'a number that every audited change raises',
  doctor_patient: "the doctor's side of care_relation, written with it",
  restricted_row: 'written with the rows that it names, whose change is audited',
  doctor_slot: "the doctor's side of appointment, written with it",
  session: 'signing in and out are entries themselves',
  refresh_token: 'signing in and out are entries themselves',
  sign_in_throttle: 'hashes of who failed; failures are entries themselves',
  second_factor_step: 'which code was used last; signing in is an entry itself',
  patient_search: 'words of patient, kept by triggers with its audited changes',
  name_variant: 'words of patient, kept by triggers with its audited changes',
  request_count: 'hashes of addresses, gone after two minutes',
  mail_limit: 'hashes of who asked for mail, gone after a day',
  idempotency_key: 'hashes of requests, gone after a day',
  measure_type: 'reference data, changed by migrations',
  measure_alias: 'reference data, changed by migrations',
  schema_migration: 'the migrator says what it did',
};

const excepted = Object.keys(notAudited)
  .map((name) => `'${name}'`)
  .join(', ');

export const auditRules: readonly CatalogueRule[] = [
  {
    states: 'inserting, updating and deleting are audited in every table that is not excepted with a reason',
    breaks: `SELECT own.name || ' ' || change.name AS what
               FROM own, (VALUES ('insert', 4), ('delete', 8), ('update', 16)) change (name, bit)
              WHERE own.schema = 'public' AND own.name NOT IN (${excepted})
                AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = own.oid AND t.tgfoid = 'audit.record_change'::regproc
                                   AND t.tgenabled IN ('O', 'A') AND t.tgtype & change.bit <> 0 AND t.tgtype & 1 = 0 AND t.tgqual IS NULL AND t.tgattr = '')`,
    violations: [
      { sql: 'CREATE TABLE ward (id uuid PRIMARY KEY)', listed: 'ward update' },
      { sql: 'DROP TRIGGER audit_delete ON visit', listed: 'visit delete' },
      { sql: 'ALTER TABLE measure DISABLE TRIGGER audit_insert', listed: 'measure insert' },
    ],
  },
  {
    states: 'the list of tables that are not audited names tables that exist',
    breaks: `SELECT name AS what FROM unnest(ARRAY[${excepted}]) name WHERE name NOT IN (SELECT own.name FROM own WHERE own.schema = 'public')`,
    violations: [{ sql: 'ALTER TABLE idempotency_key RENAME TO repeated_request', listed: 'idempotency_key' }],
  },
  {
    states: "an audit entry of a patient's row says whose it is",
    breaks: `SELECT own.name AS what
               FROM own JOIN pg_trigger t ON t.tgrelid = own.oid AND t.tgfoid = 'audit.record_change'::regproc
              WHERE (own.names_patient OR own.name = 'patient')
                AND split_part(encode(t.tgargs, 'escape'), '\\000', 2) <> CASE own.name WHEN 'patient' THEN 'id' ELSE 'patient_id' END`,
    violations: [{ sql: `SELECT audit.unwatch('visit'); SELECT audit.watch('visit', 'Encounter', '', 'id')`, listed: 'visit' }],
  },
  {
    states: 'no role of a service changes or removes what the audit holds',
    breaks: `SELECT service.name || ' ' || c.relname AS what FROM service, pg_class c
              WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind IN ('r', 'p')
                AND (has_table_privilege(service.oid, c.oid, 'DELETE, TRUNCATE') OR has_any_column_privilege(service.oid, c.oid, 'UPDATE'))`,
    violations: [
      { sql: 'GRANT UPDATE (reason) ON audit.entry TO anamnesis_audit_reader', listed: 'anamnesis_audit_reader entry' },
      { sql: 'GRANT DELETE ON audit.entry_values_default TO anamnesis_user_service', listed: 'anamnesis_user_service entry_values_default' },
    ],
  },
  {
    states: "what may be extracted of patients carries a change stamp, which a trigger sets and nobody writes; the extraction's own memory is no part of it",
    breaks: `SELECT own.name AS what FROM own
              WHERE has_any_column_privilege('anamnesis_extraction', own.oid, 'SELECT') AND own.schema = 'public' AND (own.names_patient OR own.name = 'patient')
                AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = own.oid AND a.attname IN ('changed_origin', 'changed_xid') AND a.attnotnull AND a.atthasdef) < 2
             UNION SELECT own.name FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attname IN ('changed_origin', 'changed_xid')
              WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = own.oid AND t.tgfoid = 'app.stamp_change'::regproc AND t.tgenabled IN ('O', 'A') AND t.tgtype & 19 = 19)
             UNION SELECT own.name || ' ' || service.name FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attname IN ('changed_origin', 'changed_xid'), service
              WHERE has_column_privilege(service.oid, own.oid, a.attname, 'INSERT, UPDATE')`,
    violations: [
      { sql: 'GRANT SELECT (patient_id) ON report TO anamnesis_extraction', listed: 'report' },
      { sql: 'GRANT SELECT (sex) ON patient TO anamnesis_extraction; ALTER TABLE patient DROP COLUMN changed_xid', listed: 'patient' },
      { sql: 'DROP TRIGGER stamp_change ON visit', listed: 'visit' },
      { sql: 'DROP TRIGGER stamp_change ON participation', listed: 'participation' },
      { sql: 'GRANT UPDATE ON visit TO anamnesis_visit_service', listed: 'visit anamnesis_visit_service' },
      { sql: 'GRANT INSERT (changed_xid) ON measure TO anamnesis_importer', listed: 'measure anamnesis_importer' },
    ],
  },
  {
    states: "every write to a patient's clinical rows raises the version of their chart",
    breaks: `SELECT own.name || ' ' || change.name AS what
               FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attname = 'sensitivity', (VALUES ('insert', 4), ('update', 16), ('delete', 8)) change (name, bit)
              -- A report is made of the chart and is no part of it.
              WHERE own.name <> 'report'
                AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = own.oid AND t.tgfoid = 'app.raise_chart_version'::regproc AND t.tgenabled IN ('O', 'A') AND t.tgtype & change.bit <> 0)
             UNION SELECT own.name || ' move' FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attname = 'sensitivity'
              WHERE own.name <> 'report' AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = own.oid AND t.tgfoid = 'app.raise_chart_that_was_left'::regproc AND t.tgenabled IN ('O', 'A'))`,
    violations: [
      { sql: 'DROP TRIGGER chart_version_update ON allergy', listed: 'allergy update' },
      { sql: 'DROP TRIGGER chart_version_delete ON visit', listed: 'visit delete' },
      { sql: 'DROP TRIGGER chart_version_move ON measure', listed: 'measure move' },
    ],
  },
];
