DROP FUNCTION app.next_release_to_patient;
DO $$
DECLARE
  found_trigger record;
BEGIN
  FOR found_trigger IN SELECT tgname, tgrelid::regclass::text AS target FROM pg_trigger WHERE tgname IN ('chart_version_move', 'chart_version_delete') AND NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', found_trigger.tgname, found_trigger.target);
  END LOOP;
END $$;
DROP FUNCTION app.raise_chart_that_was_left;
CREATE OR REPLACE FUNCTION app.raise_chart_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_setting('app.raised', true) = current_setting('app.patient_ids', true) || '@' || pg_current_xact_id()::text THEN
    RETURN NULL;
  END IF;
  UPDATE chart SET version = version + 1, raised_xid = pg_current_xact_id()
   WHERE patient_id IN (SELECT patient_id FROM changed_rows) AND raised_xid <> pg_current_xact_id();
  IF length(current_setting('app.patient_ids', true)) = 36 THEN
    EXECUTE format('SET LOCAL app.raised = %L', current_setting('app.patient_ids', true) || '@' || pg_current_xact_id()::text);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION app.start_or_raise_chart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO chart (patient_id) SELECT id FROM changed_rows
  ON CONFLICT (patient_id) DO UPDATE SET version = chart.version + 1, raised_xid = pg_current_xact_id() WHERE chart.raised_xid <> pg_current_xact_id();
  RETURN NULL;
END $$;
ALTER TABLE chart DROP COLUMN raised_at;
