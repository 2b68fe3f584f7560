-- The wall held a second time, in the database: a forgotten check in the code shows no rows. It does not stop injected SQL,
-- which could set the settings itself; for that every statement is parameterised.
-- Policies compare the row's own columns with what the context opened: no subquery, no function that reads a table.

-- A table of the clinical record: patient_id, sensitivity and patient_visible_from are what decides.
CREATE FUNCTION app.protect_clinical_table(target regclass, may_write text DEFAULT $$app.may_write() = 'chart'$$) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY chart_read ON %s FOR SELECT TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker USING ('
    'app.is_opened(patient_id) AND app.scope() = ''record'' AND sensitivity <= app.clearance() '
    'AND (app.audience() = ''staff'' OR patient_visible_from <= now()))', target);
  EXECUTE format(
    'CREATE POLICY chart_add ON %s FOR INSERT TO anamnesis_visit_service WITH CHECK ('
    'app.is_opened(patient_id) AND app.scope() = ''record'' AND sensitivity <= app.clearance() AND (%s))', target, may_write);
  EXECUTE format(
    'CREATE POLICY chart_change ON %s FOR UPDATE TO anamnesis_visit_service USING ('
    'app.is_opened(patient_id) AND app.scope() = ''record'' AND sensitivity <= app.clearance() AND app.may_write() = ''chart'')', target);
  EXECUTE format('CREATE POLICY import_read ON %s FOR SELECT TO anamnesis_importer USING (app.scope() = ''system'')', target);
  EXECUTE format('CREATE POLICY import_add ON %s FOR INSERT TO anamnesis_importer WITH CHECK (app.scope() = ''system'')', target);
  PERFORM app.grant_columns(target, ARRAY['SELECT'], 'anamnesis_visit_service', 'anamnesis_report_worker', 'anamnesis_importer');
  PERFORM app.grant_columns(target, ARRAY['INSERT', 'UPDATE'], 'anamnesis_visit_service');
  PERFORM app.grant_columns(target, ARRAY['INSERT'], 'anamnesis_importer');
END $$;

SELECT app.protect_clinical_table('visit');
SELECT app.protect_clinical_table('measure', $$app.may_write() IN ('chart', 'measures') OR (app.may_write() = 'home-measures' AND setting = 'home' AND origin = 'entered')$$);
SELECT app.protect_clinical_table('diagnosis');
SELECT app.protect_clinical_table('treatment');
SELECT app.protect_clinical_table('allergy');
SELECT app.protect_clinical_table('immunization');
SELECT app.protect_clinical_table('list_review');

-- A person: seen in both scopes.
ALTER TABLE patient ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_read ON patient FOR SELECT TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker
  USING (app.is_opened(id));
CREATE POLICY person_add ON patient FOR INSERT TO anamnesis_user_service
  WITH CHECK (app.is_opened(id) AND app.may_write() IN ('chart', 'person'));
CREATE POLICY person_change ON patient FOR UPDATE TO anamnesis_user_service
  USING (app.is_opened(id) AND app.may_write() IN ('chart', 'person'));
CREATE POLICY import_read ON patient FOR SELECT TO anamnesis_importer USING (app.scope() = 'system');
CREATE POLICY import_add ON patient FOR INSERT TO anamnesis_importer WITH CHECK (app.scope() = 'system');
SELECT app.grant_columns('patient', ARRAY['SELECT'], 'anamnesis_user_service', 'anamnesis_visit_service', 'anamnesis_report_worker', 'anamnesis_importer');
SELECT app.grant_columns('patient', ARRAY['INSERT', 'UPDATE'], 'anamnesis_user_service');
SELECT app.grant_columns('patient', ARRAY['INSERT'], 'anamnesis_importer');

-- The chart's version: read with the data, in the same snapshot; written by triggers only.
ALTER TABLE chart ENABLE ROW LEVEL SECURITY;
CREATE POLICY chart_read ON chart FOR SELECT TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker
  USING (app.is_opened(patient_id));
GRANT SELECT ON chart TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker;

-- Who cares for a patient, who acts for them, who broke the glass: known to both scopes, changed through the chart.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['care_relation', 'representation', 'emergency_access'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY person_read ON %s FOR SELECT TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker '
      'USING (app.is_opened(patient_id))', target);
    EXECUTE format('GRANT SELECT ON %s TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker', target);
    EXECUTE format('CREATE POLICY person_add ON %s FOR INSERT TO anamnesis_user_service '
      'WITH CHECK (app.is_opened(patient_id) AND app.may_write() IN (''chart'', ''person''))', target);
    EXECUTE format('CREATE POLICY person_change ON %s FOR UPDATE TO anamnesis_user_service '
      'USING (app.is_opened(patient_id) AND app.may_write() IN (''chart'', ''person''))', target);
    EXECUTE format('GRANT INSERT, UPDATE ON %s TO anamnesis_user_service', target);
  END LOOP;
END $$;
CREATE POLICY import_read ON care_relation FOR SELECT TO anamnesis_importer USING (app.scope() = 'system');
CREATE POLICY import_add ON care_relation FOR INSERT TO anamnesis_importer WITH CHECK (app.scope() = 'system');
GRANT SELECT, INSERT ON care_relation TO anamnesis_importer;

-- The doctor's side: read by the doctor who opened their panel, written together with the patient's side.
ALTER TABLE doctor_patient ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_list ON doctor_patient FOR SELECT TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker
  USING (doctor_id = app.opened_doctor() OR app.is_opened(patient_id));
CREATE POLICY list_add ON doctor_patient FOR INSERT TO anamnesis_user_service
  WITH CHECK (app.is_opened(patient_id) AND app.may_write() IN ('chart', 'person'));
CREATE POLICY list_change ON doctor_patient FOR UPDATE TO anamnesis_user_service
  USING (app.is_opened(patient_id) AND app.may_write() IN ('chart', 'person'));
CREATE POLICY import_read ON doctor_patient FOR SELECT TO anamnesis_importer USING (app.scope() = 'system');
CREATE POLICY import_add ON doctor_patient FOR INSERT TO anamnesis_importer WITH CHECK (app.scope() = 'system');
GRANT SELECT, INSERT, UPDATE ON doctor_patient TO anamnesis_user_service;
GRANT SELECT ON doctor_patient TO anamnesis_visit_service, anamnesis_report_worker;
GRANT SELECT, INSERT ON doctor_patient TO anamnesis_importer;

-- Appointments concern the desk too; their patients always see them.
ALTER TABLE appointment ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_read ON appointment FOR SELECT TO anamnesis_visit_service, anamnesis_report_worker
  USING (app.is_opened(patient_id) AND sensitivity <= app.clearance());
CREATE POLICY person_add ON appointment FOR INSERT TO anamnesis_visit_service
  WITH CHECK (app.is_opened(patient_id) AND sensitivity <= app.clearance());
CREATE POLICY person_change ON appointment FOR UPDATE TO anamnesis_visit_service
  USING (app.is_opened(patient_id) AND sensitivity <= app.clearance());
GRANT SELECT ON appointment TO anamnesis_visit_service, anamnesis_report_worker;
GRANT INSERT, UPDATE ON appointment TO anamnesis_visit_service;

ALTER TABLE doctor_slot ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_slots ON doctor_slot FOR SELECT TO anamnesis_visit_service
  USING (doctor_id = app.opened_doctor() OR app.is_opened(patient_id));
CREATE POLICY slot_add ON doctor_slot FOR INSERT TO anamnesis_visit_service WITH CHECK (app.is_opened(patient_id));
CREATE POLICY slot_free ON doctor_slot FOR DELETE TO anamnesis_visit_service USING (app.is_opened(patient_id));
GRANT SELECT, INSERT, DELETE ON doctor_slot TO anamnesis_visit_service;

-- Reports: whoever may read the chart now may ask for one and read those that hold nothing above their clearance. The worker
-- makes one in the name of the one who asked, and finds lost ones as a system job.
ALTER TABLE report ENABLE ROW LEVEL SECURITY;
CREATE POLICY chart_read ON report FOR SELECT TO anamnesis_visit_service, anamnesis_report_worker
  USING (app.is_opened(patient_id) AND app.scope() = 'record' AND sensitivity <= app.clearance()
         AND (app.audience() = 'staff' OR patient_visible_from <= now()));
CREATE POLICY report_add ON report FOR INSERT TO anamnesis_visit_service
  WITH CHECK (app.is_opened(patient_id) AND app.scope() = 'record');
CREATE POLICY report_change ON report FOR UPDATE TO anamnesis_visit_service, anamnesis_report_worker
  USING (app.is_opened(patient_id) AND app.scope() = 'record');
CREATE POLICY report_lost ON report FOR SELECT TO anamnesis_report_worker USING (app.scope() = 'system');
-- Where the access of the one who asked has ended, their chart can not be opened to say so: as a system job, the worker may end a
-- report as failed, and change nothing else about it.
CREATE POLICY report_failed ON report FOR UPDATE TO anamnesis_report_worker
  USING (app.scope() = 'system' AND status IN ('queued', 'running')) WITH CHECK (app.scope() = 'system' AND status = 'failed' AND file_key IS NULL);
GRANT SELECT, INSERT ON report TO anamnesis_visit_service;
GRANT UPDATE (status, version) ON report TO anamnesis_visit_service;
GRANT SELECT, UPDATE ON report TO anamnesis_report_worker;
