DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['appointment', 'doctor_slot', 'study', 'study_researcher', 'participation'] LOOP
    EXECUTE format('DROP POLICY import_add ON %s', target);
    EXECUTE format('DROP POLICY import_read ON %s', target);
    EXECUTE format('REVOKE ALL ON %s FROM anamnesis_importer', target);
  END LOOP;
END $$;
REVOKE ALL ON working_hours FROM anamnesis_importer;
REVOKE INSERT ON appointment_type FROM anamnesis_importer;
