import { isInCare, isLocation, personSummary } from '@anamnesis/users';

/**
 * One statement a table: it is the round trips that cost. The rows of a table come as one JSON parameter, so that the text is
 * always the same and its plan is kept. The visit goes first and brings back what judging the rest needs to know of the
 * patient, which saves a statement of its own.
 */
export const insertVisit = {
  name: 'visits.insert-visit',
  text: `INSERT INTO visit AS v (patient_id, id, doctor_id, location_id, appointment_id, started_at, ended_at, reason, note, marks)
    VALUES ($1::uuid, $2::uuid, COALESCE($3::uuid, app.opened_doctor()), $4::uuid, $5::uuid, $6::timestamptz, $7::timestamptz, $8::text, $9::text,
      CASE WHEN (${personSummary('$1')} ->> 'deceasedAt')::timestamptz < $6 THEN ARRAY['after-death'] ELSE ARRAY[]::text[] END)
    RETURNING v.doctor_id, v.visit_class, v.marks, ${personSummary('v.patient_id')} AS person,
      v.doctor_id = app.opened_doctor() OR ${isInCare('v.patient_id', 'v.doctor_id')} AS doctor_in_care,
      v.location_id IS NULL OR ${isLocation('v.location_id')} AS location_known,
      v.appointment_id IS NULL OR EXISTS (SELECT FROM appointment a WHERE a.patient_id = v.patient_id AND a.id = v.appointment_id) AS appointment_known,
      (SELECT jsonb_agg(jsonb_build_object('id', h.id, 'quantity', h.quantity, 'takenAt', h.taken_at, 'sensitivity', h.sensitivity))
         FROM (SELECT id, quantity, taken_at, sensitivity FROM measure
                WHERE patient_id = ANY (app.opened_patients()) AND code = $10::text AND status = 'final' AND quantity IS NOT NULL
                  AND taken_at BETWEEN $11::timestamptz - interval '5 years 2 days' AND $11::timestamptz + interval '1 day'
                ORDER BY taken_at DESC LIMIT 5) h) AS heights`,
};

export const insertMeasures = {
  name: 'visits.insert-measures',
  text: `INSERT INTO measure (patient_id, visit_id, id, panel_id, panel_code, code, text, quantity, coded_value, text_value, unit, entered_value, entered_unit, taken_at, taken_by, setting, origin, derived_from, note, marks, sensitivity)
    SELECT $1::uuid, $2::uuid, id, panel_id, panel_code, code, text, quantity, coded_value, text_value, unit, entered_value, entered_unit, taken_at, taken_by, setting, origin, derived_from, note, marks, sensitivity
      FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, panel_id uuid, panel_code text, code text, text text, quantity numeric, coded_value jsonb, text_value text, unit text, entered_value text,
        entered_unit text, taken_at timestamptz, taken_by uuid, setting text, origin text, derived_from uuid[], note text, marks text[], sensitivity smallint)`,
};

export const insertDiagnoses = {
  name: 'visits.insert-diagnoses',
  text: `INSERT INTO diagnosis (patient_id, visit_id, id, system, code, text, onset_on)
    SELECT $1::uuid, $2::uuid, id, system, code, text, onset_on FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, system text, code text, text text, onset_on date)`,
};

export const insertTreatments = {
  name: 'visits.insert-treatments',
  text: `INSERT INTO treatment (patient_id, visit_id, id, kind, system, code, text, dose, frequency, starts_on, ends_on, status, instructions)
    SELECT $1::uuid, $2::uuid, id, kind, system, code, text, dose, frequency, starts_on, ends_on, status, instructions
      FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, kind text, system text, code text, text text, dose text, frequency text, starts_on date, ends_on date, status text, instructions text)`,
};
