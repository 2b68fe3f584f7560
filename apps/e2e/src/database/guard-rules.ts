import { keyedByValue, ourSchemas, quoted, type CatalogueRule } from './own-tables';

/** Who may reach what: row-level security, grants and functions that run as the owner. */
export const guardRules: readonly CatalogueRule[] = [
  {
    states: `each table that names a patient is under row-level security; ${keyedByValue.join(' and ')} are read before a patient is known, and the audit is only added to`,
    breaks: `SELECT name AS what FROM own WHERE (names_patient OR name = 'patient') AND NOT keyed_by_value AND schema <> 'audit' AND NOT guarded`,
    violations: [
      { sql: 'ALTER TABLE visit DISABLE ROW LEVEL SECURITY', listed: 'visit' },
      { sql: 'CREATE TABLE wound (patient_id uuid, id uuid, PRIMARY KEY (patient_id, id))', listed: 'wound' },
    ],
  },
  {
    states: 'every policy of a service asks for the opened patient, visit, doctor, account, study or organisation, for the reviews or for a system job; the extraction has its columns',
    breaks: `SELECT p.polrelid::regclass || ' ' || p.polname AS what
               FROM pg_policy p, LATERAL (VALUES (pg_get_expr(p.polqual, p.polrelid)), (pg_get_expr(p.polwithcheck, p.polrelid))) e (expression)
              WHERE e.expression IS NOT NULL AND e.expression !~ 'is_opened\\(|is_finishing\\(|is_study_opened\\(|opened_doctor\\(\\)|opened_organisation\\(\\)|opened_account\\(\\)|scope\\(\\) = ''(system|reviews)'''
                AND p.polroles <> ARRAY['anamnesis_extraction'::regrole::oid]`,
    violations: [
      { sql: 'CREATE POLICY open_to_all ON visit FOR SELECT USING (true)', listed: 'visit open_to_all' },
      // As an index condition it misleads the planner (0001-foundation).
      { sql: 'CREATE POLICY by_index ON visit FOR SELECT USING (patient_id = ANY (app.opened_patients()))', listed: 'visit by_index' },
      { sql: "CREATE POLICY published ON release FOR SELECT TO anamnesis_visit_service USING (app.study_right() = 'look')", listed: 'release published' },
      { sql: 'CREATE POLICY half ON visit FOR UPDATE USING (app.is_opened(patient_id)) WITH CHECK (sensitivity = 0)', listed: 'visit half' },
    ],
  },
  {
    states: "clinical rows are shown up to the caller's clearance",
    breaks: `SELECT p.polrelid::regclass || ' ' || p.polname AS what
               FROM pg_policy p JOIN pg_attribute a ON a.attrelid = p.polrelid AND a.attname = 'sensitivity'
              WHERE p.polcmd IN ('r', '*') AND p.polroles <> ARRAY['anamnesis_extraction'::regrole::oid]
                AND pg_get_expr(p.polqual, p.polrelid) !~ 'sensitivity <= app.clearance\\(\\)|scope\\(\\) = ''system'''`,
    violations: [{ sql: 'CREATE POLICY careless ON visit FOR SELECT USING (app.is_opened(patient_id))', listed: 'visit careless' }],
  },
  {
    states: 'no role of a service owns anything, is a superuser, goes round row-level security or makes roles',
    breaks: `SELECT service.name AS what FROM service JOIN pg_roles r ON r.oid = service.oid WHERE r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
             UNION SELECT service.name FROM service JOIN pg_shdepend d ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = service.oid AND d.deptype = 'o'
             UNION SELECT service.name FROM service WHERE pg_has_role(service.oid, 'anamnesis_owner', 'MEMBER')`,
    violations: [
      { sql: 'ALTER ROLE anamnesis_visit_service BYPASSRLS', listed: 'anamnesis_visit_service' },
      { sql: 'CREATE TABLE ward (id uuid PRIMARY KEY); ALTER TABLE ward OWNER TO anamnesis_report_worker', listed: 'anamnesis_report_worker' },
      { sql: 'CREATE ROLE anamnesis_visitor; GRANT anamnesis_owner TO anamnesis_visitor', listed: 'anamnesis_visitor' },
    ],
  },
  {
    states: 'no role of a service makes tables or empties them, and PUBLIC has nothing',
    breaks: `SELECT service.name || ' ' || s.schema AS what FROM service, (SELECT DISTINCT schema FROM own) s WHERE has_schema_privilege(service.oid, s.schema, 'CREATE')
             UNION SELECT service.name || ' ' || own.name FROM service, own WHERE has_table_privilege(service.oid, own.oid, 'TRUNCATE, REFERENCES, TRIGGER')
             UNION SELECT 'PUBLIC ' || own.name FROM own JOIN pg_class c ON c.oid = own.oid, aclexplode(c.relacl) g WHERE g.grantee = 0
              -- Whoever may sign in asks it whether the database is of their version.
                AND (own.name, g.privilege_type) <> ('schema_migration', 'SELECT')`,
    violations: [
      { sql: 'GRANT CREATE ON SCHEMA app TO anamnesis_user_service', listed: 'anamnesis_user_service app' },
      { sql: 'GRANT TRUNCATE ON visit TO anamnesis_importer', listed: 'anamnesis_importer visit' },
      { sql: 'GRANT SELECT ON measure_type TO PUBLIC', listed: 'PUBLIC measure_type' },
    ],
  },
  {
    states: 'what ties a person to a pseudonym is for the extraction alone: no other role has anything in its schema',
    breaks: `SELECT service.name || ' ' || own.name AS what FROM service, own
              WHERE own.schema = 'research' AND service.name <> 'anamnesis_extraction'
                AND (has_table_privilege(service.oid, own.oid, 'SELECT, INSERT, UPDATE, DELETE') OR has_any_column_privilege(service.oid, own.oid, 'SELECT, INSERT, UPDATE'))
             UNION SELECT service.name || ' ' || 'research' FROM service WHERE service.name <> 'anamnesis_extraction' AND has_schema_privilege(service.oid, 'research', 'USAGE')
             UNION SELECT service.name || ' member' FROM service WHERE service.name <> 'anamnesis_extraction' AND pg_has_role(service.oid, 'anamnesis_extraction', 'MEMBER')`,
    violations: [
      { sql: 'GRANT SELECT (person_id) ON research.subject TO anamnesis_report_worker', listed: 'anamnesis_report_worker subject' },
      { sql: 'CREATE TABLE research.alias (patient_id uuid PRIMARY KEY); GRANT INSERT ON research.alias TO anamnesis_visit_service', listed: 'anamnesis_visit_service alias' },
      { sql: 'GRANT USAGE ON SCHEMA research TO anamnesis_all_in_one', listed: 'anamnesis_all_in_one research' },
      { sql: 'GRANT anamnesis_extraction TO anamnesis_all_in_one', listed: 'anamnesis_all_in_one member' },
    ],
  },
  {
    states: 'nothing clinical is deleted: only a slot of the calendar is freed, and what ties a person to a pseudonym is destroyed when they withdraw',
    breaks: `SELECT service.name || ' ' || own.name AS what FROM service, own
              WHERE (own.names_patient OR own.name = 'patient') AND own.name <> 'doctor_slot'
                AND NOT (own.schema = 'research' AND service.name = 'anamnesis_extraction') AND has_table_privilege(service.oid, own.oid, 'DELETE')`,
    violations: [
      { sql: 'GRANT DELETE ON measure TO anamnesis_visit_service', listed: 'anamnesis_visit_service measure' },
      { sql: 'GRANT DELETE ON participation TO anamnesis_user_service', listed: 'anamnesis_user_service participation' },
      { sql: 'GRANT DELETE ON measure TO anamnesis_extraction', listed: 'anamnesis_extraction measure' },
    ],
  },
  {
    states: 'a function that runs as the owner pins its search_path, the temporary schema last, and is granted by name',
    breaks: `SELECT f.oid::regproc::text AS what FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
              WHERE f.prosecdef AND n.nspname IN (${quoted(ourSchemas)})
                AND (NOT EXISTS (SELECT FROM unnest(f.proconfig) c WHERE c ~ '^search_path=pg_catalog, .*pg_temp$')
                     OR (f.prorettype <> 'trigger'::regtype AND EXISTS (SELECT FROM aclexplode(COALESCE(f.proacl, acldefault('f', f.proowner))) g WHERE g.grantee = 0)))`,
    violations: [
      { sql: `CREATE FUNCTION app.lax() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; REVOKE ALL ON FUNCTION app.lax FROM PUBLIC`, listed: 'app.lax' },
      { sql: `CREATE FUNCTION app.open_door() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'`, listed: 'app.open_door' },
    ],
  },
  {
    states: 'a view runs as its caller, since a view is no boundary where the database is distributed',
    breaks: `SELECT c.relname AS what FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname IN (${quoted(ourSchemas)})
                AND (c.relkind = 'm' OR (c.relkind = 'v' AND NOT COALESCE('security_invoker=true' = ANY (c.reloptions), false)))
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`,
    violations: [{ sql: 'CREATE VIEW every_visit AS SELECT id FROM visit', listed: 'every_visit' }],
  },
];
