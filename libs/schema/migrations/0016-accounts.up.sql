-- How somebody comes to an account, who gives them which role, and the mail that all this goes by (docs/decisions/0012).

-- A mail that is to leave. This row is the truth; the queue is only a nudge. Whom it was for and what stood in it is forgotten with its end.
CREATE TABLE outgoing_mail (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  language text NOT NULL DEFAULT 'en',
  address text,
  -- What its text needs: a link. Never anything of a record.
  fill jsonb NOT NULL DEFAULT '{}',
  -- 'dropped': it was asked for, and there is nobody to send it to.
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sending', 'sent', 'dropped', 'failed')),
  attempts smallint NOT NULL DEFAULT 0,
  asked_at timestamptz NOT NULL DEFAULT now(),
  not_before timestamptz NOT NULL DEFAULT now(),
  -- Afterwards nobody needs it any more.
  expires_at timestamptz NOT NULL,
  claimed_at timestamptz,
  ended_at timestamptz,
  -- A code.
  problem text,
  CHECK (status IN ('queued', 'sending') OR (address IS NULL AND fill = '{}' AND ended_at IS NOT NULL))
);
CREATE INDEX outgoing_mail_unsent ON outgoing_mail (not_before) WHERE status IN ('queued', 'sending');

-- How often an address of the network, or an e-mail, asked for mail.
CREATE TABLE mail_limit (
  -- SHA-256: neither is kept.
  key bytea PRIMARY KEY,
  requests integer NOT NULL,
  since timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE invitation (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES organisation,
  kind text NOT NULL CHECK (kind IN ('staff', 'patient')),
  invited_by uuid NOT NULL REFERENCES account,
  invited_role text NOT NULL,
  email text NOT NULL,
  names jsonb NOT NULL DEFAULT '[]',
  language text NOT NULL DEFAULT 'en',
  -- Of staff from the start, so that their role can be approved meanwhile; of a patient once it is accepted.
  account_id uuid REFERENCES account,
  -- The patient whom the account is to be. The link leads here, before any chart can be opened.
  person_id uuid,
  invited_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  CHECK ((kind = 'patient') = (person_id IS NOT NULL)),
  CHECK (kind = 'patient' OR account_id IS NOT NULL),
  CHECK (accepted_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX invitation_organisation ON invitation (organisation_id, id);
CREATE INDEX invitation_account ON invitation (account_id);

-- A secret of 256 bits that went out by mail: good once, for one purpose and a while. Only its hash is kept.
CREATE TABLE mail_link (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  purpose text NOT NULL CHECK (purpose IN ('registration', 'password-reset', 'email-change', 'invitation')),
  account_id uuid REFERENCES account,
  invitation_id uuid REFERENCES invitation,
  about jsonb NOT NULL DEFAULT '{}',
  issued_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX mail_link_expires ON mail_link (expires_at);

-- A role of staff is asked for by one and approved by another; only then it becomes an account_role.
CREATE TABLE role_request (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  role text NOT NULL CHECK (role IN ('nurse', 'doctor', 'desk', 'researcher', 'admin', 'auditor')),
  organisation_id uuid NOT NULL REFERENCES organisation,
  -- {specialty?, licence?, phone?}: of a doctor
  about jsonb NOT NULL DEFAULT '{}',
  asked_by uuid NOT NULL REFERENCES account,
  asked_at timestamptz NOT NULL DEFAULT now(),
  decided_by uuid REFERENCES account,
  decided_at timestamptz,
  decision text CHECK (decision IN ('approved', 'refused', 'withdrawn')),
  version integer NOT NULL DEFAULT 1,
  CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CHECK (decision IS NULL OR decided_by IS NOT NULL),
  CONSTRAINT role_request_not_for_oneself CHECK (asked_by <> account_id),
  CONSTRAINT role_request_by_another CHECK (decision = 'withdrawn' OR (decided_by <> asked_by AND decided_by <> account_id))
);
CREATE UNIQUE INDEX role_request_once ON role_request (account_id, role, organisation_id) WHERE decision IS NULL;
CREATE INDEX role_request_organisation ON role_request (organisation_id, id);

-- The organisations whose people and places somebody works for in their role; of a patient none. Its outcome is 'open' or 'not-signed-in'.
CREATE FUNCTION app.open_organisations(acting jsonb, OUT outcome text, OUT organisation_ids uuid[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT array_remove(array_agg(DISTINCT CASE WHEN r.role <> 'patient' THEN COALESCE(r.organisation_id, d.organisation_id) END), NULL) INTO organisation_ids
    FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = acting ->> 'role'
    LEFT JOIN doctor d ON d.account_id = a.id AND d.status = 'active' AND r.role = 'doctor'
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active'
  HAVING count(*) > 0;
  outcome := CASE WHEN FOUND THEN 'open' ELSE 'not-signed-in' END;
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN outcome = 'open' THEN acting END);
END $$;

-- Whether an account is one of these organisations': by a role, by one that was asked for, or as the account of their patient.
CREATE FUNCTION app.is_account_of(account uuid, organisations uuid[]) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM account_role r WHERE r.account_id = account AND r.organisation_id = ANY (organisations))
      OR EXISTS (SELECT FROM role_request q WHERE q.account_id = account AND q.organisation_id = ANY (organisations))
      OR EXISTS (SELECT FROM patient_account o JOIN patient p ON p.id = o.patient_id WHERE o.account_id = account AND p.organisation_id = ANY (organisations))
$$;

-- Everybody by whom an account came to its roles, one after the other, and itself.
CREATE FUNCTION app.lineage(account uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE line (id) AS (
    SELECT account
     UNION
    SELECT q.asked_by FROM line JOIN role_request q ON q.account_id = line.id AND q.decision = 'approved'
  )
  SELECT id FROM line
$$;

-- outcome: 'asked'; 'unknown' (the account or the organisation is none of the caller's); 'own'; 'held'; 'pending'; 'not-signed-in'
CREATE FUNCTION app.ask_for_role(acting jsonb, request uuid, account uuid, asked_role text, organisation uuid, about jsonb, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  organisations uuid[];
BEGIN
  SELECT o.outcome, o.organisation_ids INTO outcome, organisations FROM app.open_organisations(acting) o;
  IF outcome <> 'open' THEN
    RETURN;
  END IF;
  outcome := CASE
    WHEN acting ->> 'role' IS DISTINCT FROM 'admin' OR NOT organisation = ANY (organisations) THEN 'unknown'
    WHEN account = actor THEN 'own'
    -- One that was just made has nothing yet; whose invitation it is says who made it.
    WHEN NOT app.is_account_of(account, organisations)
     AND NOT EXISTS (SELECT FROM invitation i WHERE i.account_id = account AND i.invited_by = actor AND i.organisation_id = organisation) THEN 'unknown'
    WHEN EXISTS (SELECT FROM account_role r WHERE r.account_id = account AND r.role = asked_role AND r.organisation_id = organisation) THEN 'held'
    WHEN EXISTS (SELECT FROM role_request q WHERE q.account_id = account AND q.role = asked_role AND q.organisation_id = organisation AND q.decision IS NULL) THEN 'pending'
    ELSE 'asked' END;
  IF outcome = 'asked' THEN
    INSERT INTO role_request (id, account_id, role, organisation_id, about, asked_by) VALUES (request, account, asked_role, organisation, about, actor);
  END IF;
END $$;

-- Where a nurse works: there they are in care on the day of a patient's appointment or visit.
CREATE TABLE nurse_location (
  account_id uuid NOT NULL REFERENCES account,
  location_id uuid NOT NULL REFERENCES location,
  PRIMARY KEY (account_id, location_id)
);
GRANT SELECT, INSERT, DELETE ON nurse_location TO anamnesis_user_service;
SELECT audit.watch('nurse_location', 'NurseLocation', '', 'account_id');

-- outcome: 'decided'; 'unknown'; 'stale'; 'ended' (it was decided before); 'same-hands' (the caller asked for it, is whom it is about, or one of
-- the two came to their roles by the other, or both by a third); 'not-signed-in'.
CREATE FUNCTION app.decide_role_request(acting jsonb, request uuid, read_version integer, asked_decision text, OUT outcome text, OUT account uuid) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  acting_role text := acting ->> 'role';
  organisations uuid[];
  asked role_request%ROWTYPE;
BEGIN
  SELECT o.outcome, o.organisation_ids INTO outcome, organisations FROM app.open_organisations(acting) o;
  IF outcome <> 'open' THEN
    RETURN;
  END IF;
  SELECT q.* INTO asked FROM role_request q WHERE q.id = request FOR UPDATE;
  outcome := CASE
    WHEN asked.id IS NULL OR NOT (acting_role = 'auditor' OR (acting_role = 'admin' AND asked.organisation_id = ANY (organisations))) THEN 'unknown'
    WHEN asked.version <> read_version THEN 'stale'
    WHEN asked.decision IS NOT NULL THEN 'ended'
    -- Whoever asked may take it back, and nothing else.
    WHEN asked_decision = 'withdrawn' THEN CASE WHEN actor = asked.asked_by THEN 'decided' ELSE 'same-hands' END
    WHEN actor = asked.account_id OR EXISTS (SELECT FROM app.lineage(actor) mine JOIN app.lineage(asked.asked_by) theirs ON mine = theirs) THEN 'same-hands'
    ELSE 'decided' END;
  IF outcome <> 'decided' THEN
    RETURN;
  END IF;
  account := asked.account_id;
  UPDATE role_request q SET decision = asked_decision, decided_by = actor, decided_at = now(), version = version + 1 WHERE q.id = request;
  IF asked_decision = 'approved' THEN
    INSERT INTO account_role (account_id, id, role, organisation_id) VALUES (asked.account_id, asked.id, asked.role, asked.organisation_id) ON CONFLICT DO NOTHING;
    IF asked.role = 'doctor' THEN
      INSERT INTO doctor (id, account_id, organisation_id, names, specialty, licence, phone)
      SELECT asked.id, a.id, asked.organisation_id, a.names, asked.about ->> 'specialty', asked.about ->> 'licence', asked.about ->> 'phone' FROM account a WHERE a.id = asked.account_id
      -- One who comes back is the doctor they were.
      ON CONFLICT (account_id) DO UPDATE SET status = 'active', version = doctor.version + 1;
    ELSIF asked.role = 'nurse' THEN
      INSERT INTO nurse_location (account_id, location_id) SELECT asked.account_id, (asked.about ->> 'locationId')::uuid WHERE asked.about ->> 'locationId' IS NOT NULL ON CONFLICT DO NOTHING;
    END IF;
  END IF;
END $$;

-- Nobody who acts gives a role of staff but by the function above: the first start and the command line, who are trusted, act for nobody.
CREATE FUNCTION app.refuse_unapproved_role() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.role <> 'patient' AND NULLIF(current_setting('app.acting', true), '') IS NOT NULL
     AND current_user <> (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN
    RAISE EXCEPTION 'A role of staff is given by its approval' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_unapproved_role BEFORE INSERT ON account_role FOR EACH ROW EXECUTE FUNCTION app.refuse_unapproved_role();

-- Uses a link, once and in time; without a row it was not good, for whatever reason. From here on whoever has it acts, in the name of the account
-- that it is of or that is now to be made. A registration opens the record that is now to be made, for nothing but that.
CREATE FUNCTION app.open_link(secret_hash bytea, purposes text[], new_account uuid, new_person uuid, request jsonb,
  OUT link_id uuid, OUT purpose text, OUT account_id uuid, OUT invitation_id uuid, OUT about jsonb) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT l.id, l.purpose, l.account_id, l.invitation_id, l.about INTO link_id, open_link.purpose, open_link.account_id, open_link.invitation_id, open_link.about
    FROM mail_link l WHERE l.token_hash = secret_hash AND l.purpose = ANY (purposes) AND l.used_at IS NULL AND l.expires_at > now() FOR UPDATE;
  IF link_id IS NULL OR EXISTS (SELECT FROM patient p WHERE p.id = new_person) OR EXISTS (SELECT FROM account a WHERE a.id = new_account) THEN
    link_id := NULL;
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RETURN;
  END IF;
  PERFORM app.set_context(
    CASE open_link.purpose WHEN 'registration' THEN ARRAY[new_person] END, CASE open_link.purpose WHEN 'registration' THEN 'person' END, 0::smallint,
    CASE open_link.purpose WHEN 'registration' THEN 'person' ELSE 'nothing' END, 'patient', NULL,
    jsonb_build_object('accountId', COALESCE(open_link.account_id, new_account), 'role', 'link', 'reason', open_link.purpose) || jsonb_strip_nulls(jsonb_build_object('request', request)));
  UPDATE mail_link l SET used_at = now() WHERE l.id = link_id;
END $$;

-- Ties an account to a record. Only by what follows.
CREATE FUNCTION app.tie_account(tied uuid, person uuid, organisation uuid, OUT outcome text, OUT contact text, OUT language text) LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT p.email, p.language INTO contact, language FROM patient p
   WHERE p.id = person AND p.organisation_id = organisation AND p.replaced_by IS NULL AND p.verification = 'verified' FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'unknown';
  ELSIF EXISTS (SELECT FROM patient_account o WHERE o.patient_id = person) THEN
    outcome := 'has-account';
  ELSE
    -- Not an update: the audit says of each of the two records that it lost or got an account.
    DELETE FROM patient_account o WHERE o.account_id = tied;
    INSERT INTO patient_account (account_id, patient_id) VALUES (tied, person);
    outcome := 'tied';
  END IF;
END $$;

-- In the name of the link that open_link used: its invitation, while it stands and whoever invited still may.
CREATE FUNCTION app.accept_patient_invitation(accepted uuid, OUT outcome text, OUT contact text, OUT language text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting jsonb := NULLIF(current_setting('app.acting', true), '')::jsonb;
  invited invitation%ROWTYPE;
BEGIN
  SELECT i.* INTO invited FROM invitation i
   WHERE i.id = accepted AND i.kind = 'patient' AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
     AND acting ->> 'role' = 'link'
     AND EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = i.invited_role AND (r.role = 'doctor' OR r.organisation_id = i.organisation_id)
                  WHERE a.id = i.invited_by AND a.status = 'active')
     FOR UPDATE;
  IF NOT FOUND THEN
    outcome := 'unknown';
    RETURN;
  END IF;
  SELECT t.outcome, t.contact, t.language INTO outcome, contact, language FROM app.tie_account((acting ->> 'accountId')::uuid, invited.person_id, invited.organisation_id) t;
  IF outcome = 'tied' THEN
    UPDATE invitation i SET accepted_at = now(), account_id = (acting ->> 'accountId')::uuid WHERE i.id = accepted;
  END IF;
END $$;

-- Those who registered themselves and whom nobody knows yet: a page of them, oldest first, as persons. For the desk.
CREATE FUNCTION app.open_registrations(acting jsonb, after_id uuid, most integer, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisations uuid[];
  patient_ids uuid[];
BEGIN
  SELECT o.outcome, o.organisation_ids INTO outcome, organisations FROM app.open_organisations(acting) o;
  IF outcome <> 'open' OR acting ->> 'role' <> 'desk' THEN
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    outcome := CASE WHEN outcome = 'open' THEN 'unknown' ELSE outcome END;
    RETURN;
  END IF;
  -- Ids are UUIDv7, made when they registered.
  SELECT array_agg(w.id) INTO patient_ids FROM (
    SELECT p.id FROM patient p JOIN patient_account o ON o.patient_id = p.id
     WHERE p.organisation_id = ANY (organisations) AND p.verification = 'unverified' AND p.replaced_by IS NULL AND (after_id IS NULL OR p.id > after_id)
     ORDER BY p.id LIMIT most) w;
  PERFORM app.set_context(patient_ids, 'person', 0::smallint, 'nothing', 'staff', NULL, acting);
END $$;
CREATE INDEX patient_unverified ON patient (id) WHERE verification = 'unverified' AND replaced_by IS NULL;

-- Who may say whose account a registration is: the desk of its organisation, and for a record in their care a doctor; nobody for themselves.
-- outcome: 'tied' or 'verified'; 'unknown'; 'own'; 'has-account'; 'not-signed-in'. Without a record the registration becomes one as it is.
CREATE FUNCTION app.decide_registration(acting jsonb, registration uuid, record uuid, OUT outcome text, OUT registrant uuid, OUT contact text, OUT language text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  acting_role text := acting ->> 'role';
  organisations uuid[];
  organisation uuid;
BEGIN
  SELECT o.outcome, o.organisation_ids INTO outcome, organisations FROM app.open_organisations(acting) o;
  IF outcome <> 'open' THEN
    RETURN;
  END IF;
  SELECT o.account_id, p.organisation_id INTO registrant, organisation FROM patient p JOIN patient_account o ON o.patient_id = p.id
   WHERE p.id = registration AND p.verification = 'unverified' AND p.replaced_by IS NULL AND p.organisation_id = ANY (organisations) FOR UPDATE OF p;
  outcome := CASE
    WHEN registrant IS NULL THEN 'unknown'
    WHEN acting_role = 'desk' THEN 'open'
    WHEN acting_role = 'doctor' AND EXISTS (
      SELECT FROM care_relation c JOIN doctor d ON d.id = c.doctor_id AND d.account_id = actor AND d.status = 'active'
       WHERE c.patient_id = record AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())) THEN 'open'
    ELSE 'unknown' END;
  IF outcome <> 'open' THEN
    RETURN;
  END IF;
  IF registrant = actor OR EXISTS (SELECT FROM patient_account o WHERE o.account_id = actor AND o.patient_id = record)
     OR EXISTS (SELECT FROM representation r WHERE r.account_id = actor AND r.patient_id = ANY (ARRAY[registration, record])) THEN
    outcome := 'own';
    RETURN;
  END IF;

  -- Each is an entry of both records: what was done, by whom and why. What is said of it afterwards (a review) is of the record.
  PERFORM app.set_context(ARRAY[COALESCE(record, registration)], 'person', 0::smallint, 'nothing', 'staff', NULL, acting);
  IF record IS NULL THEN
    UPDATE patient p SET verification = 'verified', version = version + 1 WHERE p.id = registration;
    outcome := 'verified';
  ELSE
    SELECT t.outcome, t.contact, t.language INTO outcome, contact, language FROM app.tie_account(registrant, record, organisation) t;
    IF outcome = 'tied' THEN
      UPDATE patient p SET replaced_by = record, version = version + 1 WHERE p.id = registration;
    END IF;
  END IF;
END $$;

REVOKE ALL ON FUNCTION app.open_organisations, app.is_account_of, app.lineage, app.ask_for_role, app.decide_role_request, app.open_link, app.tie_account,
  app.accept_patient_invitation, app.open_registrations, app.decide_registration FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_organisations, app.is_account_of, app.ask_for_role, app.decide_role_request, app.open_link,
  app.accept_patient_invitation, app.open_registrations, app.decide_registration TO anamnesis_user_service;

GRANT INSERT ON outgoing_mail TO anamnesis_user_service;
GRANT SELECT, INSERT, UPDATE ON mail_limit TO anamnesis_user_service;
GRANT SELECT, INSERT ON invitation, mail_link TO anamnesis_user_service;
GRANT UPDATE (accepted_at, withdrawn_at) ON invitation TO anamnesis_user_service;
-- A link is used by app.open_link; this ends one early.
GRANT UPDATE (expires_at) ON mail_link TO anamnesis_user_service;
GRANT SELECT ON role_request TO anamnesis_user_service;
GRANT SELECT ON outgoing_mail TO anamnesis_report_worker;
GRANT UPDATE (status, attempts, claimed_at, problem, address, fill, ended_at, not_before) ON outgoing_mail TO anamnesis_report_worker;
GRANT DELETE ON outgoing_mail, mail_link, mail_limit TO anamnesis_report_worker;
GRANT SELECT (id, expires_at) ON mail_link TO anamnesis_report_worker;
GRANT SELECT (key, since) ON mail_limit TO anamnesis_report_worker;

SELECT audit.watch('outgoing_mail', 'Mail', '', 'id', 'address', 'fill');
SELECT audit.watch('invitation', 'Invitation', '', 'id');
SELECT audit.watch('mail_link', 'MailLink', '', 'id', 'token_hash', 'about');
SELECT audit.watch('role_request', 'RoleRequest', '', 'id');
