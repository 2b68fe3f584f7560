DROP FUNCTION app.open_doctor, app.known_organisations;
REVOKE DELETE ON working_hours FROM anamnesis_user_service;
DROP TABLE doctor_absence;

DROP FUNCTION app.may_represent, app.represented_by;
REVOKE UPDATE (ends_at, until_majority, version) ON representation FROM anamnesis_user_service;
DROP POLICY person_add ON representation;
DROP POLICY person_change ON representation;
CREATE POLICY person_add ON representation FOR INSERT TO anamnesis_user_service WITH CHECK (app.is_opened(patient_id) AND app.may_write() IN ('chart', 'person'));
CREATE POLICY person_change ON representation FOR UPDATE TO anamnesis_user_service USING (app.is_opened(patient_id) AND app.may_write() IN ('chart', 'person'));
DROP TRIGGER majority_moves ON patient;
DROP FUNCTION app.move_majority, app.majority;
ALTER TABLE representation DROP COLUMN version, DROP COLUMN until_majority, DROP COLUMN recorded_at;
GRANT UPDATE ON representation TO anamnesis_user_service;

DROP FUNCTION app.tell_patients_apart, app.list_duplicates, app.duplicates_of;
DROP INDEX patient_newest, patient_phone, patient_email;
DROP TABLE patient_distinction;
DROP FUNCTION app.unmerge_patient, app.merge_patients, app.is_close_to;
DROP TRIGGER chart_version_merge ON patient;
DROP FUNCTION app.raise_chart_of_survivor;
DROP TABLE patient_merge;

DROP TRIGGER remember_contact ON patient;
DROP FUNCTION app.remember_contact;
DROP TABLE former_contact;
DROP TRIGGER contact_only ON patient;
DROP FUNCTION app.hold_to_contact_data;
GRANT UPDATE (id, organisation_id, replaced_by, recorded_at) ON patient TO anamnesis_user_service;
DROP POLICY person_change ON patient;
CREATE POLICY person_change ON patient FOR UPDATE TO anamnesis_user_service USING (app.is_opened(id) AND app.may_write() IN ('chart', 'person'));
DROP FUNCTION app.acting_for, app.acting_account;

CREATE OR REPLACE FUNCTION app.open_panel(acting jsonb, OUT outcome text, OUT doctor_id uuid) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  patient_ids uuid[];
BEGIN
  SELECT d.id INTO doctor_id
    FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = 'doctor' AND acting ->> 'role' = 'doctor'
    JOIN doctor d ON d.account_id = a.id AND d.status = 'active'
   WHERE a.id = actor AND a.status = 'active' LIMIT 1;

  IF doctor_id IS NULL THEN
    outcome := 'not-signed-in';
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RETURN;
  END IF;

  SELECT array_agg(DISTINCT o.patient_id) INTO patient_ids
    FROM doctor_patient o
   WHERE (o.doctor_id = open_panel.doctor_id
          OR o.doctor_id IN (SELECT v.doctor_id FROM cover v WHERE v.covered_by = open_panel.doctor_id AND v.starts_at <= now() AND v.ends_at > now()))
     AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now());
  outcome := 'open';
  PERFORM app.set_context(patient_ids, 'record', 0::smallint, 'nothing', 'staff', doctor_id, acting);
END $$;

DROP FUNCTION app.match_opened, app.search_patients, app.find_patients, app.searched_words, app.similar_words;
DROP TRIGGER search_insert ON patient;
DROP TRIGGER search_update ON patient;
DROP TRIGGER search_delete ON patient;
DROP FUNCTION app.take_from_search, app.change_found_patients, app.change_in_search, app.add_new_to_search, app.add_to_search, app.is_like, app.allowed_errors, app.spelling_variants;
DROP TABLE name_variant, patient_search;
DROP FUNCTION app.partial_date, app.search_entry, app.name_parts, app.folded;
DROP EXTENSION fuzzystrmatch;
