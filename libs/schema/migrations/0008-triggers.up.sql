-- Triggers apart from tables: where the database is sharded they are made again after the switch.

-- The change stamp of an extracted table. No role may write it, so that no code can forget it or set it back.
CREATE FUNCTION app.stamp_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.changed_origin := app.current_origin();
  NEW.changed_xid := pg_current_xact_id();
  RETURN NEW;
END $$;

-- Every write to a chart raises its version, once a transaction. Where one chart is opened, a setting of the transaction tells
-- that it was done (and is taken back with a savepoint, as the version is): an UPDATE that finds nothing to do costs as much as one that does.
CREATE FUNCTION app.raise_chart_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
CREATE FUNCTION app.start_or_raise_chart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO chart (patient_id) SELECT id FROM changed_rows
  ON CONFLICT (patient_id) DO UPDATE SET version = chart.version + 1, raised_xid = pg_current_xact_id() WHERE chart.raised_xid <> pg_current_xact_id();
  RETURN NULL;
END $$;

DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['patient', 'visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization'] LOOP
    EXECUTE format('CREATE TRIGGER stamp_change BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION app.stamp_change()', target);
  END LOOP;
  FOREACH target IN ARRAY ARRAY['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'list_review', 'appointment'] LOOP
    EXECUTE format('CREATE TRIGGER chart_version_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.raise_chart_version()', target);
    EXECUTE format('CREATE TRIGGER chart_version_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.raise_chart_version()', target);
  END LOOP;
END $$;
CREATE TRIGGER chart_version_insert AFTER INSERT ON patient REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.start_or_raise_chart();
CREATE TRIGGER chart_version_update AFTER UPDATE ON patient REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.start_or_raise_chart();

SELECT audit.watch('organisation', 'Organization', '', 'id');
SELECT audit.watch('location', 'Location', '', 'id');
SELECT audit.watch('appointment_type', 'AppointmentType', '', 'id');
SELECT audit.watch('account', 'Account', '', 'id', 'mfa_factors');
SELECT audit.watch('account_role', 'AccountRole', '', 'account_id');
SELECT audit.watch('credential', 'Credential', '', 'account_id', 'password_hash');
SELECT audit.watch('email_key', 'EmailKey', '', 'account_id');
SELECT audit.watch('mrn_key', 'MrnKey', 'patient_id', 'patient_id');
SELECT audit.watch('calendar_token_key', 'CalendarToken', '', 'account_id', 'token_hash');
SELECT audit.watch('patient_account', 'PatientAccount', 'patient_id', 'account_id');
SELECT audit.watch('patient', 'Patient', 'id', 'id');
SELECT audit.watch('doctor', 'Practitioner', '', 'id');
SELECT audit.watch('working_hours', 'WorkingHours', '', 'id');
SELECT audit.watch('care_relation', 'CareTeam', 'patient_id', 'id');
SELECT audit.watch('cover', 'Cover', '', 'id');
SELECT audit.watch('emergency_access', 'EmergencyAccess', 'patient_id', 'id');
SELECT audit.watch('representation', 'RelatedPerson', 'patient_id', 'id');
SELECT audit.watch('appointment', 'Appointment', 'patient_id', 'id');
SELECT audit.watch('visit', 'Encounter', 'patient_id', 'id');
SELECT audit.watch('measure', 'Observation', 'patient_id', 'id');
SELECT audit.watch('diagnosis', 'Condition', 'patient_id', 'id');
SELECT audit.watch('treatment', 'Treatment', 'patient_id', 'id');
SELECT audit.watch('allergy', 'AllergyIntolerance', 'patient_id', 'id');
SELECT audit.watch('list_review', 'ListReview', 'patient_id', 'id');
SELECT audit.watch('immunization', 'Immunization', 'patient_id', 'id');
SELECT audit.watch('report', 'Report', 'patient_id', 'id');
