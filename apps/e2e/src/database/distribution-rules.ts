import { type CatalogueRule, ourSchemas, quoted } from './own-tables';

/** docs/decisions: ready for more than one database machine, by the patient's id. */
export const distributionRules: readonly CatalogueRule[] = [
  {
    states: "a table that names a patient has patient_id first in its key, or is the doctor's own",
    breaks: `SELECT name AS what FROM own WHERE names_patient AND owned_by IS NULL AND NOT keyed_by_value`,
    violations: [
      { sql: 'CREATE TABLE wound (id uuid PRIMARY KEY, patient_id uuid NOT NULL)', listed: 'wound' },
      { sql: 'CREATE TABLE wound (patient_id uuid NOT NULL, id uuid NOT NULL)', listed: 'wound' },
    ],
  },
  {
    states: 'the column that a table is distributed by is a uuid and never NULL',
    breaks: `SELECT name AS what FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attname = own.owned_by
              WHERE a.atttypid <> 'uuid'::regtype OR NOT a.attnotnull
             UNION SELECT name FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attname = 'patient_id' WHERE NOT a.attnotnull`,
    violations: [
      { sql: 'CREATE TABLE wound (patient_id bigint, id uuid, PRIMARY KEY (patient_id, id))', listed: 'wound' },
      { sql: 'CREATE TABLE ward_round (doctor_id uuid, id uuid, patient_id uuid, PRIMARY KEY (doctor_id, id))', listed: 'ward_round' },
    ],
  },
  {
    states: 'what is unique or excluded in a distributed table begins with the column that it is distributed by',
    breaks: `SELECT i.indexrelid::regclass::text AS what
               FROM own JOIN pg_index i ON i.indrelid = own.oid AND (i.indisunique OR i.indisexclusion)
               LEFT JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum = i.indkey[0]
              WHERE own.owned_by IS NOT NULL AND a.attname IS DISTINCT FROM own.owned_by`,
    violations: [
      { sql: 'ALTER TABLE visit ADD CONSTRAINT visit_once UNIQUE (id)', listed: 'visit_once' },
      { sql: 'CREATE UNIQUE INDEX visit_number ON visit ((note), patient_id)', listed: 'visit_number' },
      { sql: 'ALTER TABLE doctor_slot ADD CONSTRAINT slot_once EXCLUDE USING gist (appointment_id WITH =)', listed: 'slot_once' },
    ],
  },
  {
    states: 'a foreign key between distributed tables carries the column that both are distributed by, first',
    breaks: `SELECT f.conname AS what
               FROM pg_constraint f
               JOIN own target ON target.oid = f.confrelid AND target.owned_by IS NOT NULL
               JOIN own source ON source.oid = f.conrelid
               JOIN pg_attribute s ON s.attrelid = f.conrelid AND s.attnum = f.conkey[1]
               JOIN pg_attribute t ON t.attrelid = f.confrelid AND t.attnum = f.confkey[1]
              WHERE f.contype = 'f' AND (source.owned_by IS NULL OR s.attname <> source.owned_by OR t.attname <> target.owned_by)`,
    violations: [
      { sql: 'CREATE TABLE wound (patient_id uuid, id uuid, nurse_id uuid, PRIMARY KEY (patient_id, id), CONSTRAINT wound_nurse FOREIGN KEY (nurse_id) REFERENCES patient (id))', listed: 'wound_nurse' },
      { sql: 'CREATE TABLE ward (id uuid PRIMARY KEY, guest_id uuid, CONSTRAINT ward_guest FOREIGN KEY (guest_id) REFERENCES patient (id))', listed: 'ward_guest' },
      { sql: 'CREATE TABLE ward_round (doctor_id uuid, id uuid, patient_id uuid NOT NULL, visit_id uuid, PRIMARY KEY (doctor_id, id), CONSTRAINT round_visit FOREIGN KEY (patient_id, visit_id) REFERENCES visit)', listed: 'round_visit' },
    ],
  },
  {
    states: 'ids are made in Node: no identity, no sequence, no default of a uuid',
    breaks: `SELECT own.name || '.' || a.attname AS what
               FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
              WHERE a.attidentity <> '' OR (a.atttypid = 'uuid'::regtype AND a.atthasdef
                    -- An entry of the audit is made where the change is, by a trigger.
                    AND (own.schema, own.name, a.attname) <> ('audit', 'entry', 'id'))
             UNION SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND n.nspname IN (${quoted(ourSchemas)})`,
    violations: [
      { sql: 'CREATE TABLE ward (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)', listed: 'ward.id' },
      { sql: 'CREATE TABLE ward (id serial PRIMARY KEY)', listed: 'ward_id_seq' },
      { sql: 'ALTER TABLE visit ALTER id SET DEFAULT gen_random_uuid()', listed: 'visit.id' },
    ],
  },
  {
    states: 'a moment has its offset: no timestamp without time zone',
    breaks: `SELECT own.name || '.' || a.attname AS what FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.atttypid = 'timestamp'::regtype AND NOT a.attisdropped`,
    violations: [{ sql: 'ALTER TABLE visit ADD left_at timestamp', listed: 'visit.left_at' }],
  },
  {
    states: 'a policy compares the columns of its row with the settings of the context: no subquery, no function that reads a table',
    breaks: `SELECT p.polrelid::regclass || ' ' || p.polname AS what
               FROM pg_policy p
              WHERE concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ~* '\\mselect\\M'
                 OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> p.polrelid)
                 OR EXISTS (SELECT FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid JOIN pg_language l ON l.oid = f.prolang
                             WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass
                               -- After a transaction a setting is '' and not NULL.
                               AND (l.lanname <> 'sql' OR f.prosrc ~* '\\mfrom\\M' OR (f.prosrc ~ 'current_setting' AND f.prosrc !~ 'NULLIF')))`,
    violations: [
      { sql: 'CREATE POLICY by_relation ON visit USING (EXISTS (SELECT FROM care_relation c WHERE c.patient_id = visit.patient_id))', listed: 'visit by_relation' },
      { sql: `CREATE FUNCTION app.in_care(patient uuid) RETURNS boolean LANGUAGE sql AS 'SELECT EXISTS (SELECT FROM care_relation c WHERE c.patient_id = patient)'; CREATE POLICY by_function ON visit USING (app.in_care(patient_id))`, listed: 'visit by_function' },
      { sql: `CREATE FUNCTION app.who() RETURNS uuid LANGUAGE sql AS $$ SELECT current_setting('app.who', true)::uuid $$; CREATE POLICY by_setting ON visit USING (doctor_id = app.who())`, listed: 'visit by_setting' },
    ],
  },
];
