-- The importer adds what a whole clinic consists of, besides what an export of records holds: hours, appointments, studies and consents.
-- As before it adds and reads, and changes nothing.
GRANT INSERT ON appointment_type, working_hours TO anamnesis_importer;
GRANT SELECT ON working_hours TO anamnesis_importer;

DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['appointment', 'doctor_slot', 'study', 'study_researcher', 'participation'] LOOP
    EXECUTE format('CREATE POLICY import_read ON %s FOR SELECT TO anamnesis_importer USING (app.scope() = ''system'')', target);
    EXECUTE format('CREATE POLICY import_add ON %s FOR INSERT TO anamnesis_importer WITH CHECK (app.scope() = ''system'')', target);
    PERFORM app.grant_columns(target::regclass, ARRAY['SELECT', 'INSERT'], 'anamnesis_importer');
  END LOOP;
END $$;
