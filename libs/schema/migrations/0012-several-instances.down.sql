REVOKE SELECT (id, revoked_at) ON session FROM anamnesis_visit_service;
DROP INDEX session_ended;
DROP TABLE request_count;
