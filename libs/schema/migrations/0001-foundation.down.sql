DROP FUNCTION app.grant_columns;
DROP FUNCTION app.current_origin;
DROP TABLE app.stamp_origin, app.fact;
DROP FUNCTION app.opened_doctor, app.audience, app.may_write, app.clearance, app.scope, app.is_opened, app.opened_patients;
DROP SCHEMA app;
DROP EXTENSION pg_trgm;
DROP EXTENSION btree_gist;
REVOKE USAGE ON SCHEMA public FROM anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer, anamnesis_extraction;
-- The roles stay: they belong to the cluster, and another database of it may use them.
