/**
 * All of patients that the extraction can ever read, whatever a study's profile asks for: the database role anamnesis_extraction is granted
 * these columns and no others. No name, address, birth date, free text, doctor, place or account; a column that is new in a
 * table is not among them until somebody writes it here and grants it.
 */
export const extractableColumns: Readonly<Record<string, readonly string[]>> = {
  participation: ['patient_id', 'study_id', 'status', 'age_band', 'sex', 'region', 'consented_at', 'changed_origin', 'changed_xid'],
  visit: ['patient_id', 'id', 'visit_class', 'started_at', 'ended_at', 'status', 'sensitivity', 'changed_origin', 'changed_xid'],
  measure: [
    'patient_id', 'id', 'visit_id', 'panel_id', 'panel_code', 'code', 'quantity', 'coded_value', 'unit', 'taken_at', 'setting', 'origin', 'status', 'sensitivity', 'changed_origin', 'changed_xid',
  ],
  diagnosis: ['patient_id', 'id', 'visit_id', 'system', 'code', 'onset_on', 'resolved_on', 'status', 'verification', 'sensitivity', 'changed_origin', 'changed_xid'],
  treatment: ['patient_id', 'id', 'visit_id', 'kind', 'system', 'code', 'starts_on', 'ends_on', 'status', 'sensitivity', 'changed_origin', 'changed_xid'],
  allergy: ['patient_id', 'id', 'visit_id', 'system', 'code', 'category', 'severity', 'criticality', 'onset_on', 'resolved_on', 'status', 'verification', 'sensitivity', 'changed_origin', 'changed_xid'],
  immunization: ['patient_id', 'id', 'visit_id', 'system', 'code', 'given_on', 'status', 'sensitivity', 'changed_origin', 'changed_xid'],
};
