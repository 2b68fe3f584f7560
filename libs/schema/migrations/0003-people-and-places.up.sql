-- The user store: places, accounts and sign-in, patients, doctors, care relations, representation.
CREATE TABLE organisation (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  phone text,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE location (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisation,
  name text NOT NULL,
  address jsonb NOT NULL DEFAULT '{}',
  zone text NOT NULL,
  opening_hours jsonb NOT NULL DEFAULT '[]',
  holidays jsonb NOT NULL DEFAULT '[]',
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE appointment_type (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisation,
  name text NOT NULL,
  length_minutes smallint NOT NULL CHECK (length_minutes > 0),
  buffer_minutes smallint NOT NULL DEFAULT 0 CHECK (buffer_minutes >= 0),
  bookable_by text[] NOT NULL,
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE account (
  id uuid PRIMARY KEY,
  -- As typed; what it is known by is credential.username_key.
  username text NOT NULL,
  names jsonb NOT NULL DEFAULT '[]',
  email text,
  language text NOT NULL DEFAULT 'en',
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('invited', 'active', 'disabled')),
  -- Made for trying the product out; refused where the production setting is on.
  demonstration boolean NOT NULL DEFAULT false,
  mfa_factors jsonb NOT NULL DEFAULT '[]',
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account_role (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('patient', 'nurse', 'doctor', 'desk', 'researcher', 'admin', 'auditor')),
  -- Desk and admin rights end at the organisation.
  organisation_id uuid REFERENCES organisation,
  PRIMARY KEY (account_id, id),
  UNIQUE NULLS NOT DISTINCT (account_id, role, organisation_id)
);

-- What must be unique in all has a small table keyed by that value, so that it stays unique on several database machines.
CREATE TABLE credential (
  username_key text PRIMARY KEY CHECK (username_key = lower(username_key)),
  account_id uuid NOT NULL UNIQUE REFERENCES account,
  password_hash text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE email_key (
  email_key text PRIMARY KEY CHECK (email_key = lower(email_key)),
  account_id uuid NOT NULL REFERENCES account
);
CREATE TABLE mrn_key (
  mrn text PRIMARY KEY,
  patient_id uuid NOT NULL
);
CREATE TABLE calendar_token_key (
  token_hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  issued_at timestamptz NOT NULL DEFAULT now()
);
-- Which patient an account is, so that a patient's own requests find their record without asking every machine.
CREATE TABLE patient_account (
  account_id uuid PRIMARY KEY REFERENCES account,
  patient_id uuid NOT NULL UNIQUE
);

-- Sign-in sessions, their refresh tokens and throttles live here and not in a cache: two instances without Redis are right.
CREATE TABLE session (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  role text NOT NULL,
  device text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoked_because text
);
CREATE INDEX session_account ON session (account_id) WHERE revoked_at IS NULL;
CREATE TABLE refresh_token (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES session ON DELETE CASCADE,
  issued_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz,
  successor_hash bytea
);
CREATE TABLE sign_in_throttle (
  -- A hash of account name and address: neither is kept here.
  key bytea PRIMARY KEY,
  failures integer NOT NULL,
  first_failure_at timestamptz NOT NULL,
  locked_until timestamptz
);

CREATE TABLE patient (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisation,
  mrn text NOT NULL,
  -- [{use, text, given?, family?, script?}]; text alone is enough
  names jsonb NOT NULL CHECK (jsonb_typeof(names) = 'array' AND jsonb_array_length(names) > 0),
  -- The first day of the year or month where no more is known.
  birth_date date,
  birth_date_precision text NOT NULL DEFAULT 'day' CHECK (birth_date_precision IN ('day', 'month', 'year')),
  sex text NOT NULL DEFAULT 'unknown' CHECK (sex IN ('male', 'female', 'other', 'unknown')),
  gender text,
  phone text,
  email text,
  -- {line?, city?, postalCode?, region?, country?}
  address jsonb NOT NULL DEFAULT '{}',
  zone text NOT NULL DEFAULT 'UTC',
  language text,
  verification text NOT NULL DEFAULT 'verified' CHECK (verification IN ('unverified', 'verified')),
  deceased_at timestamptz,
  -- Merging is a link, not a move: the surviving chart opens both ids.
  replaced_by uuid,
  identifiers jsonb NOT NULL DEFAULT '[]',
  marks text[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX patient_changed ON patient (changed_xid);
CREATE INDEX patient_replaced_by ON patient (replaced_by) WHERE replaced_by IS NOT NULL;

-- The version that every write to a chart raises: a cached answer keyed by patient and version is never stale.
CREATE TABLE chart (
  patient_id uuid PRIMARY KEY,
  version bigint NOT NULL DEFAULT 1,
  raised_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);

CREATE TABLE doctor (
  id uuid PRIMARY KEY,
  -- NULL for one who was imported and has never signed in.
  account_id uuid UNIQUE REFERENCES account,
  organisation_id uuid NOT NULL REFERENCES organisation,
  names jsonb NOT NULL,
  sex text NOT NULL DEFAULT 'unknown' CHECK (sex IN ('male', 'female', 'other', 'unknown')),
  specialty text,
  licence text,
  phone text,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'left')),
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE working_hours (
  doctor_id uuid NOT NULL REFERENCES doctor,
  id uuid NOT NULL,
  location_id uuid NOT NULL REFERENCES location,
  -- ISO: 1 is Monday. Local time of the location's zone.
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens time NOT NULL,
  closes time NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  PRIMARY KEY (doctor_id, id),
  CHECK (closes > opens)
);

CREATE TABLE care_relation (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  doctor_id uuid NOT NULL REFERENCES doctor,
  kind text NOT NULL CHECK (kind IN ('primary', 'attending', 'consulting')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  reason text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (patient_id, id),
  CHECK (ends_at >= starts_at),
  CONSTRAINT care_relation_one_primary
    EXCLUDE USING gist (patient_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (kind = 'primary'),
  CONSTRAINT care_relation_no_overlap
    EXCLUDE USING gist (patient_id WITH =, doctor_id WITH =, kind WITH =, tstzrange(starts_at, ends_at) WITH &&)
);

-- The doctor's own list, keyed by the doctor: written with the relation, without a foreign key across.
CREATE TABLE doctor_patient (
  doctor_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  kind text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  PRIMARY KEY (doctor_id, id)
);
CREATE INDEX doctor_patient_current ON doctor_patient (doctor_id, patient_id);

CREATE TABLE cover (
  doctor_id uuid NOT NULL REFERENCES doctor,
  id uuid NOT NULL,
  covered_by uuid NOT NULL REFERENCES doctor,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  location_id uuid REFERENCES location,
  PRIMARY KEY (doctor_id, id),
  CHECK (covered_by <> doctor_id AND ends_at > starts_at)
);
CREATE INDEX cover_covered_by ON cover (covered_by);

CREATE TABLE emergency_access (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  doctor_id uuid NOT NULL REFERENCES doctor,
  reason text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  until timestamptz NOT NULL,
  reviewed_by uuid REFERENCES account,
  review text CHECK (review IN ('justified', 'unjustified')),
  review_note text,
  PRIMARY KEY (patient_id, id)
);

CREATE TABLE representation (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  account_id uuid NOT NULL REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('guardian', 'proxy')),
  scope text NOT NULL CHECK (scope IN ('full', 'appointments')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz,
  evidence text NOT NULL,
  PRIMARY KEY (patient_id, id)
);
CREATE INDEX representation_account ON representation (account_id);

GRANT SELECT, INSERT ON organisation, location, appointment_type, account, account_role, credential, email_key, mrn_key, calendar_token_key,
  patient_account, session, refresh_token, sign_in_throttle, doctor, working_hours, cover TO anamnesis_user_service;
GRANT UPDATE ON organisation, location, appointment_type, account, credential, session, refresh_token, sign_in_throttle, doctor, working_hours, cover TO anamnesis_user_service;
GRANT DELETE ON account_role, email_key, calendar_token_key, refresh_token, sign_in_throttle TO anamnesis_user_service;
GRANT SELECT ON organisation, location, appointment_type, doctor TO anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer;
GRANT INSERT ON organisation, location, doctor, mrn_key TO anamnesis_importer;
GRANT SELECT ON mrn_key TO anamnesis_importer;
