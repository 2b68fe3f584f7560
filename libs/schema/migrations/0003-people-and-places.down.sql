DROP TABLE representation, emergency_access, cover, doctor_patient, care_relation, working_hours, doctor, chart, patient, sign_in_throttle,
  refresh_token, session, patient_account, calendar_token_key, mrn_key, email_key, credential, account_role, account, appointment_type, location, organisation;
