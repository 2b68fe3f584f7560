-- What the extraction may ever read: no name, no address, no date of birth, no free text, no doctor, no place. Rows of every
-- patient, because who participates is joined in its own statements; columns are the wall. libs/research lists the same, and a test compares.
GRANT USAGE ON SCHEMA app TO anamnesis_extraction;
GRANT SELECT (patient_id, id, visit_class, started_at, ended_at, status, sensitivity, changed_origin, changed_xid) ON visit TO anamnesis_extraction;
GRANT SELECT (patient_id, id, visit_id, panel_id, panel_code, code, quantity, coded_value, unit, taken_at, setting, origin, status, sensitivity, changed_origin, changed_xid) ON measure TO anamnesis_extraction;
GRANT SELECT (patient_id, id, visit_id, system, code, onset_on, resolved_on, status, verification, sensitivity, changed_origin, changed_xid) ON diagnosis TO anamnesis_extraction;
GRANT SELECT (patient_id, id, visit_id, kind, system, code, starts_on, ends_on, status, sensitivity, changed_origin, changed_xid) ON treatment TO anamnesis_extraction;
GRANT SELECT (patient_id, id, visit_id, system, code, category, severity, criticality, onset_on, resolved_on, status, verification, sensitivity, changed_origin, changed_xid) ON allergy TO anamnesis_extraction;
GRANT SELECT (patient_id, id, visit_id, system, code, given_on, status, sensitivity, changed_origin, changed_xid) ON immunization TO anamnesis_extraction;
CREATE POLICY extraction_read ON visit FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_read ON measure FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_read ON diagnosis FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_read ON treatment FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_read ON allergy FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_read ON immunization FOR SELECT TO anamnesis_extraction USING (true);
