-- Research: studies, who takes part in them, and what was released of it. What ties a person to a pseudonym stands in a schema of
-- its own, which the extraction role reads and nobody else.
CREATE TABLE study (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisation,
  title text NOT NULL,
  purpose text NOT NULL,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'open', 'closed')),
  -- What was asked for: libs/research, study-design.ts. Judged when the study is opened.
  design jsonb NOT NULL CHECK (jsonb_typeof(design) = 'object'),
  -- The design as it was opened, with the measures as they were known then. It decides what may ever leave, and is frozen.
  profile jsonb,
  opened_at timestamptz,
  closed_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  CHECK (status = 'draft' OR (profile IS NOT NULL AND opened_at IS NOT NULL))
);
CREATE INDEX study_organisation ON study (organisation_id);

CREATE FUNCTION app.keep_profile() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'The profile of study % is frozen', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_profile BEFORE UPDATE ON study FOR EACH ROW
  WHEN (OLD.profile IS NOT NULL AND NEW.profile IS DISTINCT FROM OLD.profile) EXECUTE FUNCTION app.keep_profile();

CREATE TABLE study_researcher (
  study_id uuid NOT NULL REFERENCES study,
  account_id uuid NOT NULL REFERENCES account,
  assigned_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (study_id, account_id)
);
CREATE INDEX study_researcher_account ON study_researcher (account_id);

CREATE TABLE participation (
  patient_id uuid NOT NULL REFERENCES patient (id),
  study_id uuid NOT NULL REFERENCES study,
  status text NOT NULL DEFAULT 'consented' CHECK (status IN ('consented', 'withdrawn')),
  -- {version, sha256, language, givenBy: 'self' | 'representative' | 'paper'}: of the text that was agreed to
  consent jsonb NOT NULL CHECK (consent ->> 'givenBy' IN ('self', 'representative', 'paper')),
  -- The person's class as it was at consent, so that the extraction never reads birth date or address.
  age_band text NOT NULL,
  sex text NOT NULL,
  region text NOT NULL,
  consented_at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, study_id),
  CHECK ((status = 'withdrawn') = (withdrawn_at IS NOT NULL))
);
CREATE INDEX participation_changed ON participation (changed_xid);
CREATE INDEX participation_study ON participation (study_id, status);

-- A run that was asked for: by somebody, or by the study's schedule. This row is the truth; the queue is only a nudge.
CREATE TABLE extraction (
  study_id uuid NOT NULL REFERENCES study,
  number integer NOT NULL CHECK (number > 0),
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'published', 'nothing-new', 'dry-run', 'failed')),
  -- Which firing of the schedule it is; NULL where somebody asked. Each firing has one run, whoever notices it first.
  scheduled_for timestamptz,
  requested_by uuid,
  requested_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  finished_at timestamptz,
  attempts smallint NOT NULL DEFAULT 0,
  -- How many rows and persons: all that a run which published nothing leaves behind.
  counts jsonb,
  -- {code, detail}
  problem jsonb,
  PRIMARY KEY (study_id, number),
  UNIQUE (study_id, scheduled_for),
  CHECK ((scheduled_for IS NULL) = (requested_by IS NOT NULL))
);
CREATE INDEX extraction_unfinished ON extraction (requested_at) WHERE status IN ('queued', 'running');

-- The ledger: a release exists when its row commits. Rows are added, never changed.
CREATE TABLE release (
  study_id uuid NOT NULL REFERENCES study,
  number integer NOT NULL CHECK (number > 0),
  extraction_number integer NOT NULL,
  -- What it has seen, a snapshot for each origin (decision 0002); the last one is that of its own transaction.
  cursors pg_snapshot[] NOT NULL,
  manifest_sha256 text NOT NULL,
  -- Of the release before, whose manifest this one names: a chain.
  previous_sha256 text,
  -- [{name, mediaType, bytes, sha256, rows}]
  files jsonb NOT NULL,
  privacy jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (study_id, number),
  UNIQUE (study_id, extraction_number),
  FOREIGN KEY (study_id, extraction_number) REFERENCES extraction (study_id, number),
  CHECK ((number = 1) = (previous_sha256 IS NULL))
);

-- What the extraction remembers. Destroyed for a person who withdraws.
CREATE SCHEMA research;
GRANT USAGE ON SCHEMA research TO anamnesis_extraction;

CREATE TABLE research.subject (
  patient_id uuid NOT NULL,
  study_id uuid NOT NULL,
  -- Random, for this study alone, and derived from nothing.
  person_id bigint NOT NULL,
  -- Another consent after a withdrawal is another subject.
  consented_at timestamptz NOT NULL,
  age_band text NOT NULL,
  sex text NOT NULL,
  region text NOT NULL,
  -- The release that let them in, and in which class: how far down the study's chain, and its name there. NULL while they wait.
  admitted_in integer,
  class_level smallint,
  class text,
  -- Where they stand if something of theirs is held back; else they stand where the study's last release stands.
  held_at pg_snapshot[],
  -- How many of their visits have a number.
  visits integer NOT NULL DEFAULT 0,
  PRIMARY KEY (patient_id, study_id)
);
CREATE INDEX subject_waiting ON research.subject (study_id) WHERE admitted_in IS NULL;
CREATE INDEX subject_held ON research.subject (study_id) WHERE held_at IS NOT NULL;

-- The random numbers that rows of the record have in a study, as arrays: a row each would cost three times the extraction itself.
CREATE TABLE research.numbered (
  patient_id uuid NOT NULL,
  study_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('visit', 'measure', 'panel')),
  release integer NOT NULL,
  source_ids uuid[] NOT NULL,
  numbers bigint[] NOT NULL,
  PRIMARY KEY (patient_id, study_id, kind, release)
);

-- The few rows of the record about which more must be remembered than their number.
CREATE TABLE research.row_state (
  patient_id uuid NOT NULL,
  study_id uuid NOT NULL,
  source_id uuid NOT NULL,
  -- Its code went out as `other`, and does so for ever.
  generalised boolean NOT NULL DEFAULT false,
  -- The researchers were told that it is no more.
  retracted boolean NOT NULL DEFAULT false,
  PRIMARY KEY (patient_id, study_id, source_id)
);

-- Codes that at least k participants carried in one release: they go out as they are from then on.
CREATE TABLE research.shown_code (
  study_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('visit', 'measure')),
  code text NOT NULL,
  release integer NOT NULL,
  PRIMARY KEY (study_id, kind, code)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON research.subject, research.numbered, research.row_state TO anamnesis_extraction;
GRANT SELECT, INSERT ON research.shown_code TO anamnesis_extraction;

-- A context like those of 0006: the studies that somebody may know of, and what they may do with them. 'manage' (an admin of the study's organisation),
-- 'files' (its researcher), 'look' (an auditor), 'know' (those who may be asked to take part or who ask them).
CREATE FUNCTION app.is_study_opened(study uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT strpos(NULLIF(current_setting('app.study_ids', true), ''), study::text) > 0 $$;
CREATE FUNCTION app.study_right() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(NULLIF(current_setting('app.study_right', true), ''), 'nothing') $$;
CREATE FUNCTION app.opened_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid $$;
-- Desk and admin open the same chart; consent on paper is the desk's alone.
CREATE FUNCTION app.acting_role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.acting', true), '')::jsonb ->> 'role' $$;

-- outcome: 'open'; 'unknown' (no such study, or none of the caller's business); 'not-signed-in'. Without a study: all of the caller's.
CREATE FUNCTION app.open_studies(acting jsonb, study uuid, OUT outcome text, OUT organisation_id uuid, OUT study_right text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  acting_role text := acting ->> 'role';
  study_ids uuid[];
BEGIN
  SELECT r.organisation_id INTO organisation_id
    FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = acting_role
   WHERE a.id = actor AND a.status = 'active' ORDER BY r.organisation_id LIMIT 1;
  IF NOT FOUND THEN
    outcome := 'not-signed-in';
  ELSE
    SELECT array_agg(s.id) INTO study_ids FROM study s
     WHERE (open_studies.study IS NULL OR s.id = open_studies.study)
       AND CASE acting_role
             WHEN 'admin' THEN s.organisation_id IN (SELECT r.organisation_id FROM account_role r WHERE r.account_id = actor AND r.role = 'admin')
             WHEN 'researcher' THEN EXISTS (SELECT FROM study_researcher w WHERE w.study_id = s.id AND w.account_id = actor)
             WHEN 'auditor' THEN true
             ELSE acting_role IN ('patient', 'doctor', 'desk') AND s.status = 'open' END;
    outcome := CASE WHEN study IS NULL OR study_ids IS NOT NULL THEN 'open' ELSE 'unknown' END;
  END IF;

  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN outcome = 'open' THEN acting END);
  IF outcome = 'open' THEN
    study_right := CASE acting_role WHEN 'admin' THEN 'manage' WHEN 'researcher' THEN 'files' WHEN 'auditor' THEN 'look' ELSE 'know' END;
  END IF;
  EXECUTE format('SET LOCAL app.study_ids = %L; SET LOCAL app.study_right = %L; SET LOCAL app.organisation_id = %L',
    CASE WHEN outcome = 'open' THEN COALESCE(array_to_string(study_ids, ','), '') ELSE '' END, COALESCE(study_right, ''),
    CASE WHEN study_right = 'manage' THEN COALESCE(organisation_id::text, '') ELSE '' END);
END $$;
REVOKE ALL ON FUNCTION app.open_studies FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_studies TO anamnesis_user_service, anamnesis_visit_service;

-- How many take part, for those who may only count.
CREATE FUNCTION app.count_participants(study uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ SELECT count(*) FROM participation p WHERE p.study_id = study AND p.status = 'consented' AND app.is_study_opened(study) AND app.study_right() IN ('manage', 'files', 'look') $$;
REVOKE ALL ON FUNCTION app.count_participants FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.count_participants TO anamnesis_user_service, anamnesis_visit_service;

-- That a study is open is told to everybody who can be asked to take part; the rest to those who opened it.
ALTER TABLE study ENABLE ROW LEVEL SECURITY;
CREATE POLICY study_read ON study FOR SELECT TO anamnesis_user_service, anamnesis_visit_service USING (status = 'open' OR app.is_study_opened(id));
CREATE POLICY study_add ON study FOR INSERT TO anamnesis_user_service WITH CHECK (organisation_id = app.opened_organisation() AND app.study_right() = 'manage');
CREATE POLICY study_change ON study FOR UPDATE TO anamnesis_user_service USING (app.is_study_opened(id) AND app.study_right() = 'manage');
CREATE POLICY study_due ON study FOR SELECT TO anamnesis_report_worker USING (app.scope() = 'system');
CREATE POLICY extraction_read ON study FOR SELECT TO anamnesis_extraction USING (true);
GRANT SELECT, INSERT ON study TO anamnesis_user_service;
GRANT UPDATE (title, purpose, status, design, profile, opened_at, closed_at, version) ON study TO anamnesis_user_service;
GRANT SELECT ON study TO anamnesis_visit_service, anamnesis_report_worker, anamnesis_extraction;
-- Opening a study freezes the measures as they are known then.
GRANT SELECT ON measure_type TO anamnesis_user_service;

ALTER TABLE study_researcher ENABLE ROW LEVEL SECURITY;
CREATE POLICY study_read ON study_researcher FOR SELECT TO anamnesis_user_service USING (app.is_study_opened(study_id) AND app.study_right() IN ('manage', 'look'));
CREATE POLICY study_add ON study_researcher FOR INSERT TO anamnesis_user_service WITH CHECK (app.is_study_opened(study_id) AND app.study_right() = 'manage');
CREATE POLICY study_end ON study_researcher FOR DELETE TO anamnesis_user_service USING (app.is_study_opened(study_id) AND app.study_right() = 'manage');
GRANT SELECT, INSERT, DELETE ON study_researcher TO anamnesis_user_service;

-- The patient (or who acts for them in everything) consents and withdraws; the desk writes down what was given on paper, and that it was
-- taken back. A doctor in care sees it. An admin opens the person like the desk and is shown nothing of this: they have counts.
ALTER TABLE participation ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_read ON participation FOR SELECT TO anamnesis_user_service, anamnesis_visit_service
  USING (app.is_opened(patient_id) AND (app.scope() = 'record' OR (app.may_write() = 'person' AND app.acting_role() = 'desk')));
CREATE POLICY person_add ON participation FOR INSERT TO anamnesis_user_service
  WITH CHECK (app.is_opened(patient_id) AND CASE consent ->> 'givenBy' WHEN 'paper' THEN app.may_write() = 'person' AND app.acting_role() = 'desk' ELSE app.may_write() = 'home-measures' END);
CREATE POLICY person_change ON participation FOR UPDATE TO anamnesis_user_service
  USING (app.is_opened(patient_id) AND (app.may_write() = 'home-measures' OR
    (app.may_write() = 'person' AND app.acting_role() = 'desk' AND (consent ->> 'givenBy' = 'paper' OR status = 'withdrawn'))))
  WITH CHECK (app.is_opened(patient_id) AND CASE WHEN consent ->> 'givenBy' <> 'paper' OR (status = 'withdrawn' AND app.may_write() = 'home-measures')
    THEN app.may_write() = 'home-measures' ELSE app.may_write() = 'person' AND app.acting_role() = 'desk' END);
CREATE POLICY extraction_read ON participation FOR SELECT TO anamnesis_extraction USING (true);
SELECT app.grant_columns('participation', ARRAY['SELECT'], 'anamnesis_user_service', 'anamnesis_visit_service');
SELECT app.grant_columns('participation', ARRAY['INSERT', 'UPDATE'], 'anamnesis_user_service');
GRANT SELECT (patient_id, study_id, status, age_band, sex, region, consented_at, changed_origin, changed_xid) ON participation TO anamnesis_extraction;

ALTER TABLE extraction ENABLE ROW LEVEL SECURITY;
CREATE POLICY study_read ON extraction FOR SELECT TO anamnesis_visit_service USING (app.is_study_opened(study_id) AND app.study_right() IN ('manage', 'files', 'look'));
CREATE POLICY study_run ON extraction FOR INSERT TO anamnesis_visit_service
  WITH CHECK (app.is_study_opened(study_id) AND app.study_right() = 'manage' AND status = 'queued' AND requested_by IS NOT NULL);
CREATE POLICY worker_read ON extraction FOR SELECT TO anamnesis_report_worker USING (app.scope() = 'system');
CREATE POLICY worker_run ON extraction FOR INSERT TO anamnesis_report_worker WITH CHECK (app.scope() = 'system' AND status = 'queued' AND requested_by IS NULL);
-- That a run has published is said by the extraction, in the transaction that publishes.
CREATE POLICY worker_change ON extraction FOR UPDATE TO anamnesis_report_worker
  USING (app.scope() = 'system' AND status IN ('queued', 'running')) WITH CHECK (app.scope() = 'system' AND status <> 'published');
CREATE POLICY extraction_read ON extraction FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_publish ON extraction FOR UPDATE TO anamnesis_extraction USING (status IN ('queued', 'running')) WITH CHECK (status = 'published');
GRANT SELECT, INSERT ON extraction TO anamnesis_visit_service, anamnesis_report_worker;
GRANT UPDATE (status, started_at, finished_at, attempts, counts, problem) ON extraction TO anamnesis_report_worker;
GRANT SELECT, UPDATE (status, finished_at, counts) ON extraction TO anamnesis_extraction;

ALTER TABLE release ENABLE ROW LEVEL SECURITY;
CREATE POLICY study_read ON release FOR SELECT TO anamnesis_visit_service USING (app.is_study_opened(study_id) AND app.study_right() IN ('manage', 'files', 'look'));
CREATE POLICY worker_read ON release FOR SELECT TO anamnesis_report_worker USING (app.scope() = 'system');
CREATE POLICY extraction_read ON release FOR SELECT TO anamnesis_extraction USING (true);
CREATE POLICY extraction_publish ON release FOR INSERT TO anamnesis_extraction WITH CHECK (true);
GRANT SELECT ON release TO anamnesis_visit_service, anamnesis_report_worker;
GRANT SELECT, INSERT ON release TO anamnesis_extraction;
-- Which cluster the stamps come from is asked at its start, like that of every process.
GRANT SELECT ON app.stamp_origin TO anamnesis_extraction;

-- The tables of persons in research are guarded like all others.
ALTER TABLE research.subject ENABLE ROW LEVEL SECURITY;
ALTER TABLE research.numbered ENABLE ROW LEVEL SECURITY;
ALTER TABLE research.row_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY extraction_own ON research.subject TO anamnesis_extraction USING (true);
CREATE POLICY extraction_own ON research.numbered TO anamnesis_extraction USING (true);
CREATE POLICY extraction_own ON research.row_state TO anamnesis_extraction USING (true);

CREATE TRIGGER stamp_change BEFORE UPDATE ON participation FOR EACH ROW EXECUTE FUNCTION app.stamp_change();
SELECT audit.watch('study', 'ResearchStudy', '', 'id');
SELECT audit.watch('study_researcher', 'ResearchStudyResearcher', '', 'account_id');
SELECT audit.watch('participation', 'ResearchSubject', 'patient_id', 'study_id');
SELECT audit.watch('extraction', 'Extraction', '', 'study_id');
SELECT audit.watch('release', 'Release', '', 'study_id');
