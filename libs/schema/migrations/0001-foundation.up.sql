-- Roles, schemas and the settings that row-level security compares with.
-- Run by the owner role, which no service uses. The roles belong to the whole cluster and so may be there already; they get
-- LOGIN and a password where a process is deployed (libs/platform/embedded-postgres, docs/OPERATIONS.md), never here.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['user_service', 'visit_service', 'report_worker', 'all_in_one', 'importer', 'extraction', 'audit_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anamnesis_' || role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', 'anamnesis_' || role_name);
    END IF;
  END LOOP;
END $$;

-- The monolith is its parts: it holds their grants and nothing of its own.
GRANT anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker TO anamnesis_all_in_one;

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- Foreign keys are checked as the owner of the tables, who may lose the database's ownership in a restore or a copy.
GRANT ALL ON SCHEMA public TO CURRENT_USER;
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA public, app TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer;
GRANT USAGE ON SCHEMA public TO anamnesis_extraction;

-- What a transaction has opened. Policies compare their own columns with these and with nothing else. Each is a plain SQL
-- function, so that the planner puts its body in its place; after a transaction a setting is '' and not NULL.
CREATE FUNCTION app.opened_patients() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT string_to_array(NULLIF(current_setting('app.patient_ids', true), ''), ',')::uuid[] $$;
-- What policies ask of a row. Looked for in the setting's text, because `= ANY (app.opened_patients())` would be taken for an index
-- condition: the planner then believes that the patient alone leaves one row, and reads a whole chart to find one visit. An id
-- can not be found in the middle of another: all are 36 characters with their hyphens in the same places. Queries name the patient themselves.
CREATE FUNCTION app.is_opened(patient uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT strpos(NULLIF(current_setting('app.patient_ids', true), ''), patient::text) > 0 $$;
-- 'record': the chart. 'person': demographics and places only. 'system': a job over many patients.
CREATE FUNCTION app.scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.scope', true), '') $$;
-- Up to which sensitivity rows are shown: 0 ordinary, 1 restricted by category, 2 restricted by the patient.
CREATE FUNCTION app.clearance() RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.clearance', true), '')::smallint $$;
-- What may be written: 'chart', 'measures' (a nurse), 'home-measures' (the patient), 'person' (demographics), or 'nothing'.
CREATE FUNCTION app.may_write() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(NULLIF(current_setting('app.may_write', true), ''), 'nothing') $$;
-- 'patient' sees what has been released to patients (patient_visible_from), 'staff' drafts too.
CREATE FUNCTION app.audience() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.audience', true), '') $$;
CREATE FUNCTION app.opened_doctor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.doctor_id', true), '')::uuid $$;

-- Facts about this database: which queue it works with, which cluster its change stamps come from.
CREATE TABLE app.fact (
  key text PRIMARY KEY,
  value jsonb NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON app.fact TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer;

-- Transaction ids start anew in another cluster: a stamp is the origin (a cluster this database has lived in) and the id.
-- Adopting a restored database adds an origin and gives its number to app.current_origin(), the default of every changed_origin.
CREATE TABLE app.stamp_origin (
  origin smallint PRIMARY KEY,
  system_identifier bigint NOT NULL UNIQUE,
  adopted_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO app.stamp_origin (origin, system_identifier) SELECT 1, system_identifier FROM pg_control_system();
CREATE FUNCTION app.current_origin() RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 1::smallint $$;
GRANT SELECT ON app.stamp_origin TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer;

-- Grants all columns of a table but the change stamp, which only its default and the stamp trigger write.
CREATE FUNCTION app.grant_columns(target regclass, privileges text[], VARIADIC roles text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  privilege text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute
   WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('changed_origin', 'changed_xid');
  FOREACH privilege IN ARRAY privileges LOOP
    IF privilege = 'SELECT' THEN
      EXECUTE format('GRANT SELECT ON %s TO %s', target, array_to_string(roles, ', '));
    ELSE
      EXECUTE format('GRANT %s (%s) ON %s TO %s', privilege, columns, target, array_to_string(roles, ', '));
    END IF;
  END LOOP;
END $$;
