REVOKE SELECT ON measure_type FROM anamnesis_user_service;
REVOKE SELECT ON app.stamp_origin FROM anamnesis_extraction;
DROP SCHEMA research CASCADE;
DROP TABLE release, extraction, participation, study_researcher, study;
DROP FUNCTION app.open_studies, app.count_participants, app.opened_organisation, app.acting_role, app.study_right, app.is_study_opened, app.keep_profile;
