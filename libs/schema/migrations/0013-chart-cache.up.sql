-- What a cache of charts needs to be right (decision 8).

-- A version alone comes again after a restore or a failover that lost the last commits, with other rows under it.
ALTER TABLE chart ADD COLUMN raised_at timestamptz NOT NULL DEFAULT now();

-- As before, and: the setting that says that a chart was raised counts only for rows of that chart, since a function of the owner
-- may write to another one in the same transaction.
CREATE OR REPLACE FUNCTION app.raise_chart_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_setting('app.raised', true) = current_setting('app.patient_ids', true) || '@' || pg_current_xact_id()::text
     AND NOT EXISTS (SELECT FROM changed_rows WHERE patient_id::text <> current_setting('app.patient_ids', true)) THEN
    RETURN NULL;
  END IF;
  UPDATE chart SET version = version + 1, raised_xid = pg_current_xact_id(), raised_at = now()
   WHERE patient_id IN (SELECT patient_id FROM changed_rows) AND raised_xid <> pg_current_xact_id();
  IF length(current_setting('app.patient_ids', true)) = 36 AND EXISTS (SELECT FROM changed_rows WHERE patient_id::text = current_setting('app.patient_ids', true)) THEN
    EXECUTE format('SET LOCAL app.raised = %L', current_setting('app.patient_ids', true) || '@' || pg_current_xact_id()::text);
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION app.start_or_raise_chart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO chart (patient_id) SELECT id FROM changed_rows
  ON CONFLICT (patient_id) DO UPDATE SET version = chart.version + 1, raised_xid = pg_current_xact_id(), raised_at = now() WHERE chart.raised_xid <> pg_current_xact_id();
  RETURN NULL;
END $$;

-- A row that moves to another patient is missing from the chart that it leaves: the trigger of an update knows the new rows only.
CREATE FUNCTION app.raise_chart_that_was_left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE chart SET version = version + 1, raised_xid = pg_current_xact_id(), raised_at = now()
   WHERE patient_id = OLD.patient_id AND raised_xid <> pg_current_xact_id();
  RETURN NULL;
END $$;

-- No service deletes; an erasure will, as the owner.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'list_review', 'appointment'] LOOP
    EXECUTE format('CREATE TRIGGER chart_version_move AFTER UPDATE OF patient_id ON %I FOR EACH ROW WHEN (OLD.patient_id <> NEW.patient_id) EXECUTE FUNCTION app.raise_chart_that_was_left()', target);
    EXECUTE format('CREATE TRIGGER chart_version_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.raise_chart_version()', target);
  END LOOP;
END $$;

-- When the opened chart will next show its patient something more without a write: policies compare patient_visible_from with the
-- clock, and hide from the patient's own statement what it would have to look at. Of those tables that a chart is read from.
CREATE FUNCTION app.next_release_to_patient() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT LEAST(
    (SELECT min(patient_visible_from) FROM visit WHERE patient_id = ANY (app.opened_patients()) AND patient_visible_from > now()),
    (SELECT min(patient_visible_from) FROM measure WHERE patient_id = ANY (app.opened_patients()) AND patient_visible_from > now()),
    (SELECT min(patient_visible_from) FROM diagnosis WHERE patient_id = ANY (app.opened_patients()) AND patient_visible_from > now()),
    (SELECT min(patient_visible_from) FROM treatment WHERE patient_id = ANY (app.opened_patients()) AND patient_visible_from > now()),
    (SELECT min(patient_visible_from) FROM allergy WHERE patient_id = ANY (app.opened_patients()) AND patient_visible_from > now()),
    (SELECT min(patient_visible_from) FROM list_review WHERE patient_id = ANY (app.opened_patients()) AND patient_visible_from > now()))
$$;
REVOKE ALL ON FUNCTION app.next_release_to_patient FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.next_release_to_patient TO anamnesis_visit_service;
