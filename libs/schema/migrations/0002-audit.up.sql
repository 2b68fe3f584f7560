-- The audit store: the sealed entry, and the values apart from it so that they can be erased while the entry still verifies.
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer, anamnesis_audit_reader;

CREATE TABLE audit.entry (
  -- The nil UUID where no patient is concerned: the column is what the table would be distributed by, so never NULL.
  patient_id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- What belongs to one batch of sealing is decided by a snapshot, as in the extraction.
  written_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  action text NOT NULL,
  thing text NOT NULL,
  thing_id text,
  actor_id uuid,
  actor_role text,
  on_behalf_of uuid,
  -- Names of the changed fields; NULL for a new row, where it is all of them.
  fields text[],
  reason text,
  -- address, requestId, traceId, route; for reads also how many rows
  request jsonb,
  values_hash bytea,
  PRIMARY KEY (patient_id, at, id)
) PARTITION BY RANGE (at);
CREATE INDEX entry_actor ON audit.entry (actor_id, at);
CREATE TABLE audit.entry_default PARTITION OF audit.entry DEFAULT;

CREATE TABLE audit.entry_values (
  patient_id uuid NOT NULL,
  at timestamptz NOT NULL,
  entry_id uuid NOT NULL,
  salt bytea NOT NULL,
  before jsonb,
  after jsonb,
  PRIMARY KEY (patient_id, at, entry_id)
) PARTITION BY RANGE (at);
CREATE TABLE audit.entry_values_default PARTITION OF audit.entry_values DEFAULT;

-- Called by the migrator at each start: months that have a partition are left alone.
CREATE FUNCTION audit.ensure_partitions(months_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz;
  part text;
BEGIN
  FOR i IN 0..months_ahead LOOP
    month := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => i);
    FOREACH part IN ARRAY ARRAY['entry', 'entry_values'] LOOP
      IF to_regclass(format('audit.%I', part || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM'))) IS NULL THEN
        EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.%I FOR VALUES FROM (%L) TO (%L)',
          part || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM'), part, month, (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC');
      END IF;
    END LOOP;
  END LOOP;
END $$;
SELECT audit.ensure_partitions(12);

-- Only grows: the services may add, the reader may look, nobody may change.
GRANT INSERT (patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request) ON audit.entry
  TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer;
GRANT SELECT ON audit.entry, audit.entry_values TO anamnesis_audit_reader;

-- One statement-level trigger for all tables and all three kinds of change.
-- Arguments: the thing's name, the column with the patient's id ('' for none), the key column, secret columns (comma-separated).
CREATE FUNCTION audit.record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  acting jsonb := NULLIF(current_setting('app.acting', true), '')::jsonb;
  -- The change stamp tells nothing that the entry does not.
  left_out text[] := ARRAY['changed_origin', 'changed_xid'] || string_to_array(TG_ARGV[3], ',');
  nobody uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
  IF TG_OP = 'INSERT' THEN
    WITH change AS MATERIALIZED (
      SELECT COALESCE((row ->> TG_ARGV[1])::uuid, nobody) AS patient_id, gen_random_uuid() AS id, uuid_send(gen_random_uuid()) AS salt, row AS after
        FROM (SELECT to_jsonb(n) - left_out AS row FROM new_rows n) r
    ), entry AS (
      INSERT INTO audit.entry (patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request, values_hash)
      SELECT patient_id, now(), id, 'create', TG_ARGV[0], after ->> TG_ARGV[2], (acting ->> 'accountId')::uuid, acting ->> 'role', (acting ->> 'onBehalfOf')::uuid,
             acting ->> 'reason', acting -> 'request', sha256(salt || convert_to(after::text, 'UTF8'))
        FROM change
    )
    INSERT INTO audit.entry_values (patient_id, at, entry_id, salt, after) SELECT patient_id, now(), id, salt, after FROM change;
  ELSIF TG_OP = 'UPDATE' THEN
    -- A secret is named among the changed fields; its value stays out of both columns.
    WITH change AS MATERIALIZED (
      SELECT COALESCE((n.row ->> TG_ARGV[1])::uuid, nobody) AS patient_id, gen_random_uuid() AS id, uuid_send(gen_random_uuid()) AS salt, o.row - left_out AS before, n.row - left_out AS after,
             ARRAY(SELECT key FROM jsonb_each(n.row) WHERE o.row -> key IS DISTINCT FROM value AND key NOT IN ('changed_origin', 'changed_xid') ORDER BY key) AS fields
        FROM (SELECT to_jsonb(r) AS row FROM old_rows r) o
        JOIN (SELECT to_jsonb(r) AS row FROM new_rows r) n
          ON o.row ->> TG_ARGV[2] = n.row ->> TG_ARGV[2] AND (TG_ARGV[1] = '' OR o.row ->> TG_ARGV[1] = n.row ->> TG_ARGV[1])
    ), entry AS (
      INSERT INTO audit.entry (patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, fields, reason, request, values_hash)
      SELECT patient_id, now(), id, 'update', TG_ARGV[0], after ->> TG_ARGV[2], (acting ->> 'accountId')::uuid, acting ->> 'role', (acting ->> 'onBehalfOf')::uuid,
             fields, acting ->> 'reason', acting -> 'request', sha256(salt || convert_to(before::text || after::text, 'UTF8'))
        FROM change
    )
    INSERT INTO audit.entry_values (patient_id, at, entry_id, salt, before, after) SELECT patient_id, now(), id, salt, before, after FROM change;
  ELSE
    WITH change AS MATERIALIZED (
      SELECT COALESCE((row ->> TG_ARGV[1])::uuid, nobody) AS patient_id, gen_random_uuid() AS id, uuid_send(gen_random_uuid()) AS salt, row AS before
        FROM (SELECT to_jsonb(o) - left_out AS row FROM old_rows o) r
    ), entry AS (
      INSERT INTO audit.entry (patient_id, at, id, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request, values_hash)
      SELECT patient_id, now(), id, 'delete', TG_ARGV[0], before ->> TG_ARGV[2], (acting ->> 'accountId')::uuid, acting ->> 'role', (acting ->> 'onBehalfOf')::uuid,
             acting ->> 'reason', acting -> 'request', sha256(salt || convert_to(before::text, 'UTF8'))
        FROM change
    )
    INSERT INTO audit.entry_values (patient_id, at, entry_id, salt, before) SELECT patient_id, now(), id, salt, before FROM change;
  END IF;
  RETURN NULL;
END $$;

-- A table is audited by one call in a migration.
CREATE FUNCTION audit.watch(target regclass, thing text, patient_column text, key_column text, VARIADIC secrets text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  arguments text := format('%L, %L, %L, %L', thing, patient_column, key_column, array_to_string(secrets, ','));
BEGIN
  EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.record_change(%s)', target, arguments);
  EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.record_change(%s)', target, arguments);
  EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.record_change(%s)', target, arguments);
END $$;

CREATE FUNCTION audit.unwatch(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TRIGGER audit_insert ON %s', target);
  EXECUTE format('DROP TRIGGER audit_update ON %s', target);
  EXECUTE format('DROP TRIGGER audit_delete ON %s', target);
END $$;
