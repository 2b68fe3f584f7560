#!/usr/bin/env bash
# Run once by the postgres image, when its data folder is new: the database, its owner, and the roles with their passwords.
# The migrations give the roles their grants. Where PostgreSQL is somebody else's server, an administrator does the same by hand.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --quiet --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set owner="$OWNER_PASSWORD" --set user_service="$USER_SERVICE_PASSWORD" --set visit_service="$VISIT_SERVICE_PASSWORD" --set report_worker="$REPORT_WORKER_PASSWORD" --set extraction="$EXTRACTION_PASSWORD" <<'SQL'
-- CREATEROLE: the first migration makes those that are not here. The owner is no superuser, and no service uses it.
CREATE ROLE anamnesis_owner LOGIN CREATEROLE PASSWORD :'owner';
SET ROLE anamnesis_owner;
CREATE ROLE anamnesis_user_service LOGIN PASSWORD :'user_service';
CREATE ROLE anamnesis_visit_service LOGIN PASSWORD :'visit_service';
CREATE ROLE anamnesis_report_worker LOGIN PASSWORD :'report_worker';
CREATE ROLE anamnesis_extraction LOGIN PASSWORD :'extraction';
RESET ROLE;
-- What looks for words in names needs a UTF-8 ctype, in any script.
CREATE DATABASE anamnesis OWNER anamnesis_owner ENCODING 'UTF8' TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'und' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
SQL
