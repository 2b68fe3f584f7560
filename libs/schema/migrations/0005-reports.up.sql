-- Reports, and the memory that makes a repeated POST harmless.
CREATE TABLE report (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  -- {from, to}: the period, ISO dates
  parameters jsonb NOT NULL DEFAULT '{}',
  format text NOT NULL CHECK (format IN ('pdf', 'json', 'csv')),
  language text NOT NULL DEFAULT 'en',
  -- This row is the truth; the queue is only a nudge.
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  attempts smallint NOT NULL DEFAULT 0,
  requested_by uuid NOT NULL,
  requested_role text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  file_key text,
  media_type text,
  bytes bigint,
  sha256 text,
  -- {code, detail}: why it failed, in words for the one who asked
  problem jsonb,
  -- That of the most sensitive row in it.
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (patient_id, id)
);
CREATE INDEX report_unfinished ON report (requested_at) WHERE status IN ('queued', 'running');

-- By account and route, 24 hours. The answer is not kept: it is made again after a new access check.
CREATE TABLE idempotency_key (
  account_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  http_status smallint,
  resource text,
  started_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, route, key)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO anamnesis_user_service, anamnesis_visit_service;
