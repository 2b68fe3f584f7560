-- Care: what people are told, what auditors look at again, how relations, cover, emergencies and restrictions open a chart.

-- Whose transaction this is: set by every context that was opened.
CREATE FUNCTION app.opened_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT (NULLIF(current_setting('app.acting', true), '')::jsonb ->> 'accountId')::uuid $$;

-- What somebody is told of: nothing medical and nobody's name, ids and kinds only. The patient it is about stands in `about`,
-- because the row is the account's and goes where the account goes.
CREATE TABLE announcement (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  kind text NOT NULL,
  about jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(about) = 'object'),
  at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz,
  PRIMARY KEY (account_id, id)
);
ALTER TABLE announcement ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_read ON announcement FOR SELECT TO anamnesis_user_service USING (account_id = app.opened_account());
CREATE POLICY own_see ON announcement FOR UPDATE TO anamnesis_user_service USING (account_id = app.opened_account());
-- Whoever does something tells others of it in the same transaction.
CREATE POLICY tell ON announcement FOR INSERT TO anamnesis_user_service WITH CHECK (app.opened_account() IS NOT NULL AND seen_at IS NULL);
GRANT SELECT, INSERT ON announcement TO anamnesis_user_service;
GRANT UPDATE (seen_at) ON announcement TO anamnesis_user_service;
SELECT audit.watch('announcement', 'Announcement', '', 'id');

-- What an auditor looks at within 72 hours. One who made it never judges it.
CREATE TABLE review (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('emergency-access', 'admin-relation', 'tie', 'merge')),
  -- The emergency access, relation, account or record that it is about.
  thing_id uuid NOT NULL,
  made_by uuid NOT NULL REFERENCES account,
  -- As it was given by who made it.
  reason text,
  at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz NOT NULL DEFAULT now() + interval '72 hours',
  reviewed_by uuid REFERENCES account,
  reviewed_at timestamptz,
  verdict text CHECK (verdict IN ('justified', 'unjustified')),
  note text,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (patient_id, id),
  CHECK (num_nonnulls(reviewed_by, reviewed_at, verdict) IN (0, 3)),
  CHECK (reviewed_by <> made_by)
);
CREATE INDEX review_open ON review (due_at, id) WHERE verdict IS NULL;
CREATE INDEX review_id ON review (id);
CREATE INDEX review_thing ON review (thing_id);
ALTER TABLE review ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor_read ON review FOR SELECT TO anamnesis_user_service USING (app.scope() = 'reviews');
CREATE POLICY auditor_judge ON review FOR UPDATE TO anamnesis_user_service
  USING (app.scope() = 'reviews' AND verdict IS NULL AND made_by <> app.opened_account()) WITH CHECK (app.scope() = 'reviews' AND reviewed_by = app.opened_account());
-- The patient sees what was said of an access to their chart.
CREATE POLICY own_read ON review FOR SELECT TO anamnesis_user_service USING (app.is_opened(patient_id) AND app.scope() = 'record' AND app.audience() = 'patient');
-- Nobody puts something on the list in another's name.
CREATE POLICY join_list ON review FOR INSERT TO anamnesis_user_service WITH CHECK (app.is_opened(patient_id) AND made_by = app.opened_account() AND verdict IS NULL);
GRANT SELECT, INSERT ON review TO anamnesis_user_service;
GRANT UPDATE (reviewed_by, reviewed_at, verdict, note, version) ON review TO anamnesis_user_service;
SELECT audit.watch('review', 'Review', 'patient_id', 'id');

-- outcome: 'open' or 'not-signed-in'. The caller's own account, and nobody's record.
CREATE FUNCTION app.open_account(acting jsonb, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  outcome := CASE WHEN EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = acting ->> 'role'
                                WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active') THEN 'open' ELSE 'not-signed-in' END;
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN outcome = 'open' THEN acting END);
END $$;

-- The review list, and what it is about: an auditor's.
CREATE FUNCTION app.open_reviews(acting jsonb, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  outcome := CASE WHEN acting ->> 'role' = 'auditor'
                   AND EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = 'auditor'
                                WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active') THEN 'open' ELSE 'not-signed-in' END;
  PERFORM app.set_context(NULL, CASE WHEN outcome = 'open' THEN 'reviews' END, NULL, NULL, NULL, NULL, CASE WHEN outcome = 'open' THEN acting END);
END $$;
REVOKE ALL ON FUNCTION app.open_account, app.open_reviews FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_account, app.open_reviews TO anamnesis_user_service;

-- Relations: made by whom the policies let, never for a doctor account of the one who acts, only ever shortened, and in step with the doctor's own list.
ALTER TABLE care_relation ADD COLUMN end_reason text;
-- The appointment that a relation came with: from 72 hours before it to 30 days after.
ALTER TABLE care_relation ADD COLUMN appointment_id uuid;
ALTER TABLE care_relation ADD FOREIGN KEY (patient_id, appointment_id) REFERENCES appointment (patient_id, id);
CREATE INDEX care_relation_appointment ON care_relation (patient_id, appointment_id) WHERE appointment_id IS NOT NULL;
-- Those of one pair and kind do not overlap, but for what comes with appointments: there each has its own, so that one can be cancelled or moved.
ALTER TABLE care_relation DROP CONSTRAINT care_relation_no_overlap;
ALTER TABLE care_relation ADD CONSTRAINT care_relation_no_overlap
  EXCLUDE USING gist (patient_id WITH =, doctor_id WITH =, kind WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (appointment_id IS NULL);

DROP POLICY person_add ON care_relation;
CREATE POLICY person_add ON care_relation FOR INSERT TO anamnesis_user_service WITH CHECK (app.is_opened(patient_id)
  AND (app.may_write() IN ('chart', 'home-measures', 'hand-over') OR (app.may_write() = 'person' AND app.acting_role() = 'admin')));
DROP POLICY person_change ON care_relation;
CREATE POLICY person_change ON care_relation FOR UPDATE TO anamnesis_user_service USING (app.is_opened(patient_id)
  AND CASE app.may_write() WHEN 'chart' THEN doctor_id = app.opened_doctor() WHEN 'home-measures' THEN true WHEN 'hand-over' THEN doctor_id = app.opened_doctor()
                           WHEN 'person' THEN app.acting_role() = 'admin' ELSE false END);
CREATE POLICY auditor_read ON care_relation FOR SELECT TO anamnesis_user_service USING (app.scope() = 'reviews');
REVOKE UPDATE ON care_relation FROM anamnesis_user_service;
GRANT UPDATE (ends_at, end_reason, version) ON care_relation TO anamnesis_user_service;

-- Who makes something does not make it for themselves. The owner acts for nobody, nor do the importer and the demonstration.
CREATE FUNCTION app.refuse_own_care() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM doctor d WHERE d.id = NEW.doctor_id AND d.account_id = app.opened_account())
     -- A doctor who creates a patient is their primary.
     AND NOT EXISTS (SELECT FROM chart c WHERE c.patient_id = NEW.patient_id AND c.version = 1 AND c.raised_xid = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'Nobody begins a care relation for themselves' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'care_relation_not_own';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_own_care BEFORE INSERT ON care_relation FOR EACH ROW WHEN (app.opened_account() IS NOT NULL) EXECUTE FUNCTION app.refuse_own_care();

-- A relation that is there is ended or shortened. Only an appointment that is moved takes its own along.
CREATE FUNCTION app.refuse_longer_care() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF current_user <> (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = TG_RELID) THEN
    RAISE EXCEPTION 'A care relation is ended or shortened, not prolonged' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_longer_care BEFORE UPDATE ON care_relation FOR EACH ROW
  WHEN (OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at)) EXECUTE FUNCTION app.refuse_longer_care();

-- The doctor's own list is written with the relation, by nobody else: what stands in it opens a panel. The importer, who loads both, writes both.
CREATE FUNCTION app.keep_own_list() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND app.scope() = 'system' THEN
    RETURN NULL;
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO doctor_patient (doctor_id, id, patient_id, kind, starts_at, ends_at)
    SELECT doctor_id, id, patient_id, kind, starts_at, ends_at FROM changed_rows ON CONFLICT (doctor_id, id) DO NOTHING;
  ELSE
    UPDATE doctor_patient o SET starts_at = r.starts_at, ends_at = r.ends_at FROM changed_rows r WHERE o.doctor_id = r.doctor_id AND o.id = r.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER own_list_insert AFTER INSERT ON care_relation REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.keep_own_list();
CREATE TRIGGER own_list_update AFTER UPDATE ON care_relation REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.keep_own_list();
-- Who writes it as the owner beside the relation (as merging does) finds it there.
CREATE FUNCTION app.write_own_list_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN EXISTS (SELECT FROM doctor_patient o WHERE o.doctor_id = NEW.doctor_id AND o.id = NEW.id) THEN NULL ELSE NEW END;
END $$;
CREATE TRIGGER write_once BEFORE INSERT ON doctor_patient FOR EACH ROW WHEN (app.scope() IS DISTINCT FROM 'system') EXECUTE FUNCTION app.write_own_list_once();
DROP POLICY list_add ON doctor_patient;
DROP POLICY list_change ON doctor_patient;
REVOKE INSERT, UPDATE ON doctor_patient FROM anamnesis_user_service;

-- An appointment that the patient or the desk made puts its doctor in care from 72 hours before to 30 days after; held here, where no
-- path can go round it. What a doctor does with it can only shorten that. The relation has the appointment's id, which Node made.
CREATE FUNCTION app.care_with_appointment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  theirs boolean := COALESCE(app.acting_role() IN ('patient', 'desk'), false)
    AND NOT EXISTS (SELECT FROM doctor d WHERE d.id = NEW.doctor_id AND d.account_id = app.opened_account());
  begins timestamptz := NEW.starts_at - interval '72 hours';
  ends timestamptz := NEW.starts_at + interval '30 days';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    -- A hand-over moves appointments and relations by itself.
    IF app.may_write() = 'hand-over' THEN
      RETURN NULL;
    END IF;
    UPDATE care_relation c
       SET starts_at = CASE WHEN gone THEN c.starts_at WHEN theirs THEN begins ELSE c.starts_at END,
           ends_at = CASE WHEN gone THEN GREATEST(c.starts_at, LEAST(c.ends_at, now())) WHEN theirs THEN ends ELSE GREATEST(c.starts_at, LEAST(c.ends_at, ends)) END,
           end_reason = CASE WHEN gone THEN 'appointment cancelled' ELSE c.end_reason END,
           version = c.version + 1
      FROM (SELECT NEW.status IN ('cancelled', 'no-show') OR NEW.doctor_id <> OLD.doctor_id AS gone) change
     WHERE c.patient_id = NEW.patient_id AND c.appointment_id = NEW.id AND c.doctor_id = OLD.doctor_id
       -- One that somebody ended stays ended.
       AND c.end_reason IS NULL;
    IF NEW.doctor_id = OLD.doctor_id THEN
      RETURN NULL;
    END IF;
  END IF;
  IF theirs AND NEW.status IN ('booked', 'checked-in') AND EXISTS (SELECT FROM doctor d WHERE d.id = NEW.doctor_id AND d.status = 'active') THEN
    INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, ends_at, reason, appointment_id)
    VALUES (NEW.patient_id, CASE TG_OP WHEN 'INSERT' THEN NEW.id ELSE gen_random_uuid() END, NEW.doctor_id, 'attending', begins, ends, 'appointment', NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER care_insert AFTER INSERT ON appointment FOR EACH ROW WHEN (app.opened_account() IS NOT NULL) EXECUTE FUNCTION app.care_with_appointment();
CREATE TRIGGER care_update AFTER UPDATE OF status, starts_at, doctor_id ON appointment FOR EACH ROW
  WHEN (NEW.status <> OLD.status OR NEW.starts_at <> OLD.starts_at OR NEW.doctor_id <> OLD.doctor_id) EXECUTE FUNCTION app.care_with_appointment();

-- Cover: a change has a version; nobody puts themselves in for somebody else.
ALTER TABLE cover ADD COLUMN reason text;
ALTER TABLE cover ADD COLUMN version integer NOT NULL DEFAULT 1;
-- One that has not begun is ended before it does.
ALTER TABLE cover DROP CONSTRAINT cover_check;
ALTER TABLE cover ADD CONSTRAINT cover_check CHECK (covered_by <> doctor_id AND ends_at >= starts_at);
ALTER TABLE cover ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_read ON cover FOR SELECT TO anamnesis_user_service USING (doctor_id = app.opened_doctor() OR covered_by = app.opened_doctor());
CREATE POLICY own_add ON cover FOR INSERT TO anamnesis_user_service WITH CHECK (doctor_id = app.opened_doctor() AND app.scope() = 'duties' AND app.may_write() = 'duties');
CREATE POLICY own_change ON cover FOR UPDATE TO anamnesis_user_service USING (doctor_id = app.opened_doctor() AND app.scope() = 'duties' AND app.may_write() = 'duties');
REVOKE UPDATE ON cover FROM anamnesis_user_service;
GRANT UPDATE (ends_at, version) ON cover TO anamnesis_user_service;
CREATE FUNCTION app.refuse_own_cover() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM doctor d WHERE d.id = NEW.covered_by AND d.account_id = app.opened_account()) THEN
    RAISE EXCEPTION 'Nobody puts themselves in for a doctor, and a cover is not prolonged' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_own_cover BEFORE INSERT ON cover FOR EACH ROW WHEN (app.opened_account() IS NOT NULL) EXECUTE FUNCTION app.refuse_own_cover();
CREATE TRIGGER refuse_longer_cover BEFORE UPDATE ON cover FOR EACH ROW WHEN (NEW.ends_at > OLD.ends_at) EXECUTE FUNCTION app.refuse_own_cover();

-- Emergencies: only their own function opens one; tries are counted, whether something was found or not.
CREATE TABLE emergency_attempt (
  doctor_id uuid NOT NULL REFERENCES doctor,
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  -- How many records there were; what was typed is not kept.
  found smallint NOT NULL,
  PRIMARY KEY (doctor_id, id)
);
CREATE INDEX emergency_attempt_at ON emergency_attempt (doctor_id, at);
SELECT audit.watch('emergency_attempt', 'EmergencyAttempt', '', 'id');
DROP POLICY person_add ON emergency_access;
DROP POLICY person_change ON emergency_access;
REVOKE INSERT, UPDATE ON emergency_access FROM anamnesis_user_service;
-- Its review stands among the others.
ALTER TABLE emergency_access DROP COLUMN reviewed_by, DROP COLUMN review, DROP COLUMN review_note;
CREATE INDEX patient_born ON patient (birth_date);

-- Restrictions: the patient hides parts from doctors whom they do not name. Their rows have sensitivity 2.
CREATE TABLE restriction (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  -- All of one kind that is there now, or one thing.
  category text CHECK (category IN ('visit', 'diagnosis', 'treatment', 'allergy', 'immunization', 'measure')),
  thing text CHECK (thing IN ('visit', 'diagnosis', 'treatment', 'allergy', 'immunization', 'measure')),
  thing_id uuid,
  -- Those who see it all the same.
  doctors uuid[] NOT NULL DEFAULT '{}',
  primary_sees boolean NOT NULL,
  made_by uuid NOT NULL REFERENCES account,
  made_at timestamptz NOT NULL DEFAULT now(),
  lifted_by uuid REFERENCES account,
  lifted_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (patient_id, id),
  CHECK (num_nonnulls(category, thing) = 1),
  CHECK ((thing IS NULL) = (thing_id IS NULL))
);
CREATE INDEX restriction_current ON restriction (patient_id) WHERE lifted_at IS NULL;
-- Which rows it hides, and what they were before. Nobody's but the functions below.
CREATE TABLE restricted_row (
  patient_id uuid NOT NULL,
  restriction_id uuid NOT NULL,
  thing text NOT NULL,
  thing_id uuid NOT NULL,
  before smallint NOT NULL,
  PRIMARY KEY (patient_id, restriction_id, thing, thing_id)
);
CREATE INDEX restricted_row_thing ON restricted_row (patient_id, thing_id);
ALTER TABLE restricted_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE restriction ENABLE ROW LEVEL SECURITY;
-- That there is one is told to nobody but the patient.
CREATE POLICY own_read ON restriction FOR SELECT TO anamnesis_user_service USING (app.is_opened(patient_id) AND app.scope() = 'record' AND app.audience() = 'patient');
CREATE POLICY own_add ON restriction FOR INSERT TO anamnesis_user_service
  WITH CHECK (app.is_opened(patient_id) AND app.audience() = 'patient' AND app.may_write() = 'home-measures' AND made_by = app.opened_account() AND lifted_at IS NULL);
CREATE POLICY own_lift ON restriction FOR UPDATE TO anamnesis_user_service USING (app.is_opened(patient_id) AND app.audience() = 'patient' AND app.may_write() = 'home-measures');
GRANT SELECT, INSERT ON restriction TO anamnesis_user_service;
GRANT UPDATE (lifted_by, lifted_at, version) ON restriction TO anamnesis_user_service;
SELECT audit.watch('restriction', 'Restriction', 'patient_id', 'id');

-- Hides what a restriction names, wherever it stands in the opened chart: a visit goes with what came with it, one part of a panel with the others, a source with
-- what was derived from it, an entry of a list with the word that the list was looked through. Files made before may hold it, so they are hidden too.
-- @returns how many rows it names: 0 where there is no such thing, or none that the patient sees yet
CREATE FUNCTION app.apply_restriction(restriction_id uuid) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  patients uuid[] := app.opened_patients();
  r restriction%ROWTYPE;
  target text;
  condition text;
  hidden integer := 0;
  rows integer;
  seen boolean;
BEGIN
  IF app.may_write() <> 'home-measures' THEN
    RAISE EXCEPTION 'Only the patient restricts their record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO STRICT r FROM restriction WHERE patient_id = ANY (patients) AND id = apply_restriction.restriction_id AND lifted_at IS NULL;
  -- A draft is not there for the patient: an answer that differs would tell that it is.
  IF r.thing IS NOT NULL THEN
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE patient_id = ANY ($1) AND id = $2 AND patient_visible_from <= now())', r.thing) INTO seen USING patients, r.thing_id;
    IF NOT seen THEN
      RETURN 0;
    END IF;
  END IF;
  FOREACH target IN ARRAY ARRAY['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'appointment', 'list_review'] LOOP
    condition := CASE
      WHEN target = 'list_review' THEN
        CASE WHEN COALESCE(r.category, r.thing) = 'allergy' THEN 'list = ''allergy''' WHEN COALESCE(r.category, r.thing) IN ('treatment', 'visit') THEN 'list = ''medication''' ELSE 'false' END
      WHEN target = 'appointment' THEN
        CASE WHEN r.category = 'visit' THEN 'true' WHEN r.thing = 'visit' THEN 'id IN (SELECT appointment_id FROM visit WHERE patient_id = ANY ($1) AND id = $3)' ELSE 'false' END
      WHEN r.category = target THEN 'true'
      WHEN r.category = 'visit' THEN 'visit_id IS NOT NULL'
      WHEN r.category IS NOT NULL THEN 'false'
      WHEN r.thing = 'measure' AND target = 'measure' THEN
        'id = $3 OR derived_from @> ARRAY[$3] OR panel_id = (SELECT s.panel_id FROM measure s WHERE s.patient_id = ANY ($1) AND s.id = $3)'
      WHEN r.thing = target THEN 'id = $3'
      WHEN r.thing = 'visit' AND target = 'measure' THEN
        'visit_id = $3 OR derived_from && ARRAY(SELECT s.id FROM measure s WHERE s.patient_id = ANY ($1) AND s.visit_id = $3)'
      WHEN r.thing = 'visit' THEN 'visit_id = $3'
      ELSE 'false' END;
    CONTINUE WHEN condition = 'false';
    EXECUTE format(
      'WITH hit AS (SELECT t.patient_id, t.id, COALESCE((SELECT min(k.before) FROM restricted_row k JOIN restriction o ON o.id = k.restriction_id AND o.lifted_at IS NULL
                                                          WHERE k.patient_id = t.patient_id AND k.thing_id = t.id AND o.patient_id = ANY ($1)), t.sensitivity) AS before
                      FROM %I t WHERE t.patient_id = ANY ($1) AND (%s)),
            kept AS (INSERT INTO restricted_row (patient_id, restriction_id, thing, thing_id, before) SELECT patient_id, $2, %L, id, before FROM hit)
       UPDATE %I t SET sensitivity = 2 FROM hit WHERE t.patient_id = hit.patient_id AND t.id = hit.id', target, condition, target, target)
      USING patients, apply_restriction.restriction_id, r.thing_id;
    GET DIAGNOSTICS rows = ROW_COUNT;
    IF target NOT IN ('appointment', 'list_review') THEN
      hidden := hidden + rows;
    END IF;
  END LOOP;
  UPDATE report SET sensitivity = 2 WHERE patient_id = ANY (patients) AND status = 'done' AND sensitivity < 2;
  RETURN hidden;
END $$;

-- Shows again what this restriction alone hid. Files that were made before stay hidden: new ones can be asked for.
CREATE FUNCTION app.lift_restriction(restriction_id uuid) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  patients uuid[] := app.opened_patients();
  target text;
BEGIN
  IF app.may_write() <> 'home-measures' OR NOT EXISTS (SELECT FROM restriction WHERE patient_id = ANY (patients) AND id = lift_restriction.restriction_id AND lifted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Only the patient lifts a restriction, once' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOREACH target IN ARRAY ARRAY['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'appointment', 'list_review'] LOOP
    EXECUTE format(
      'UPDATE %I t SET sensitivity = k.before FROM restricted_row k
        WHERE k.patient_id = ANY ($1) AND k.restriction_id = $2 AND k.thing = %L AND t.patient_id = k.patient_id AND t.id = k.thing_id
          AND NOT EXISTS (SELECT FROM restricted_row other JOIN restriction o ON o.id = other.restriction_id AND o.patient_id = ANY ($1) AND o.lifted_at IS NULL
                           WHERE other.patient_id = k.patient_id AND other.thing_id = k.thing_id)', target, target)
      USING patients, lift_restriction.restriction_id;
  END LOOP;
END $$;

-- What is added to a restricted visit is restricted with it, and lifted with it. Only who sees such a visit can add to it.
CREATE FUNCTION app.restrict_with_visit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO restricted_row (patient_id, restriction_id, thing, thing_id, before)
  SELECT k.patient_id, k.restriction_id, TG_TABLE_NAME, NEW.id, NEW.sensitivity
    FROM restricted_row k JOIN restriction o ON o.id = k.restriction_id AND o.lifted_at IS NULL
   WHERE k.patient_id = NEW.patient_id AND k.thing = 'visit' AND k.thing_id = NEW.visit_id;
  SELECT GREATEST(NEW.sensitivity, v.sensitivity) INTO NEW.sensitivity FROM visit v WHERE v.patient_id = NEW.patient_id AND v.id = NEW.visit_id;
  RETURN NEW;
END $$;

-- A report that was being made while something was restricted may hold it.
CREATE FUNCTION app.restrict_report() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- A minute, because a restriction counts from the beginning of its transaction.
  IF EXISTS (SELECT FROM restriction o WHERE o.patient_id = NEW.patient_id AND o.lifted_at IS NULL AND o.made_at > COALESCE(NEW.started_at, NEW.requested_at) - interval '1 minute') THEN
    NEW.sensitivity := GREATEST(NEW.sensitivity, 2::smallint);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER restrict_report BEFORE UPDATE OF status ON report FOR EACH ROW WHEN (NEW.status = 'done' AND OLD.status <> 'done') EXECUTE FUNCTION app.restrict_report();

-- Somebody whose relation ended finishes their own open visits: the scope then names them, each with its patient, and no patient is opened.
CREATE FUNCTION app.is_finishing(patient uuid, visit uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT strpos(NULLIF(current_setting('app.scope', true), ''), patient::text || '/' || visit::text) > 0 $$;

-- Who covers for somebody, or is there in an emergency, writes the chart and nothing else of the patient; 'chart' is care itself.
DO $$
DECLARE
  target text;
  key text;
  may_write text;
BEGIN
  FOREACH target IN ARRAY ARRAY['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'list_review'] LOOP
    may_write := $p$app.may_write() IN ('chart', 'cover', 'emergency')$p$;
    EXECUTE format('ALTER POLICY chart_change ON %I USING (app.is_opened(patient_id) AND app.scope() = ''record'' AND sensitivity <= app.clearance() AND %s)', target, may_write);
    IF target = 'measure' THEN
      may_write := $p$(app.may_write() IN ('chart', 'cover', 'emergency', 'measures') OR (app.may_write() = 'home-measures' AND setting = 'home' AND origin = 'entered'))$p$;
    END IF;
    EXECUTE format('ALTER POLICY chart_add ON %I WITH CHECK (app.is_opened(patient_id) AND app.scope() = ''record'' AND sensitivity <= app.clearance() AND %s)', target, may_write);
    CONTINUE WHEN target = 'list_review';
    key := CASE target WHEN 'visit' THEN 'id' ELSE 'visit_id' END;
    EXECUTE format('CREATE POLICY finish_read ON %I FOR SELECT TO anamnesis_visit_service USING (app.is_finishing(patient_id, %s) AND sensitivity <= app.clearance())', target, key);
    EXECUTE format('CREATE POLICY finish_change ON %I FOR UPDATE TO anamnesis_visit_service USING (app.is_finishing(patient_id, %s) AND sensitivity <= app.clearance())', target, key);
    CONTINUE WHEN target = 'visit';
    EXECUTE format('CREATE POLICY finish_add ON %I FOR INSERT TO anamnesis_visit_service WITH CHECK (app.is_finishing(patient_id, visit_id) AND sensitivity <= app.clearance())', target);
    EXECUTE format('CREATE TRIGGER restrict_with_visit BEFORE INSERT ON %I FOR EACH ROW WHEN (NEW.visit_id IS NOT NULL AND app.clearance() >= 2) EXECUTE FUNCTION app.restrict_with_visit()', target);
  END LOOP;
END $$;

-- Demographics are for who is in care themself: 'chart' is that alone now, whatever the clearance.
ALTER POLICY person_change ON patient USING (app.is_opened(id) AND app.may_write() IN ('person', 'home-measures', 'contact', 'chart'));

-- An emergency is for the chart, a nurse for the day: neither has reports or studies, nor makes appointments.
ALTER POLICY chart_read ON report USING (app.is_opened(patient_id) AND app.scope() = 'record' AND app.may_write() NOT IN ('emergency', 'measures') AND sensitivity <= app.clearance()
  AND (app.audience() = 'staff' OR patient_visible_from <= now()));
ALTER POLICY report_add ON report WITH CHECK (app.is_opened(patient_id) AND app.scope() = 'record' AND app.may_write() NOT IN ('emergency', 'measures'));
ALTER POLICY report_change ON report USING (app.is_opened(patient_id) AND app.scope() = 'record' AND app.may_write() NOT IN ('emergency', 'measures'));
ALTER POLICY person_read ON participation USING (app.is_opened(patient_id)
  AND ((app.scope() = 'record' AND app.may_write() NOT IN ('emergency', 'measures')) OR (app.may_write() = 'person' AND app.acting_role() = 'desk')));
ALTER POLICY person_add ON appointment WITH CHECK (app.is_opened(patient_id) AND sensitivity <= app.clearance() AND app.may_write() NOT IN ('emergency', 'measures'));
CREATE POLICY auditor_read ON emergency_access FOR SELECT TO anamnesis_user_service USING (app.scope() = 'reviews');

-- Up to what a doctor in care sees: 1, and where the patient restricted something 2 for who is named in every restriction. All of them, because sensitivity
-- is one scale, as a report needs it: nobody is ever shown what one restriction keeps from them because another one names them.
CREATE FUNCTION app.care_clearance(patients uuid[], doctor uuid) RETURNS smallint LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN bool_and(doctor = ANY (r.doctors) OR (r.primary_sees AND EXISTS (
                SELECT FROM care_relation c WHERE c.patient_id = ANY (patients) AND c.doctor_id = doctor AND c.kind = 'primary'
                   AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())))) THEN 2 ELSE 1 END::smallint
    FROM restriction r WHERE r.patient_id = ANY (patients) AND r.lifted_at IS NULL
$$;

-- Which doctors somebody covers for with one of these patients now. A cover for one location counts for those whom the covered doctor sees there.
CREATE FUNCTION app.covered_doctors(patients uuid[], doctor uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT v.doctor_id FROM cover v
   WHERE v.covered_by = doctor AND v.starts_at <= now() AND v.ends_at > now()
     AND EXISTS (SELECT FROM care_relation c WHERE c.patient_id = ANY (patients) AND c.doctor_id = v.doctor_id AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()))
     AND (v.location_id IS NULL
          OR EXISTS (SELECT FROM visit e WHERE e.patient_id = ANY (patients) AND e.doctor_id = v.doctor_id AND e.location_id = v.location_id AND e.status <> 'entered-in-error')
          OR EXISTS (SELECT FROM appointment p WHERE p.patient_id = ANY (patients) AND p.doctor_id = v.doctor_id AND p.location_id = v.location_id AND p.status IN ('booked', 'checked-in', 'fulfilled')))
$$;

-- By which right somebody comes to a chart: the first that holds, or NULL, with what it opens. Who acts for a patient is noted in acting.
DROP FUNCTION app.way_to_chart;
CREATE FUNCTION app.way_to_chart(INOUT acting jsonb, acting_role text, acting_doctor uuid, patient_ids uuid[], organisation uuid,
  OUT via text, OUT scope text, OUT clearance smallint, OUT may_write text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := acting ->> 'accountId';
  in_care boolean;
BEGIN
  clearance := 0;
  may_write := 'nothing';
  scope := 'record';
  IF acting_role = 'doctor' AND acting_doctor IS NOT NULL THEN
    in_care := EXISTS (SELECT FROM care_relation c WHERE c.patient_id = ANY (patient_ids) AND c.doctor_id = acting_doctor
                          AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()));
    IF in_care THEN
      clearance := app.care_clearance(patient_ids, acting_doctor);
    END IF;
    -- An emergency opens to a doctor in care what was restricted from them, and is then an emergency in everything.
    IF EXISTS (SELECT FROM emergency_access e WHERE e.patient_id = ANY (patient_ids) AND e.doctor_id = acting_doctor AND e.until > now())
       AND (NOT in_care OR (clearance < 2 AND EXISTS (SELECT FROM restriction r WHERE r.patient_id = ANY (patient_ids) AND r.lifted_at IS NULL))) THEN
      via := 'emergency';
      clearance := 2;
      may_write := 'emergency';
    ELSIF in_care THEN
      via := 'care';
      may_write := 'chart';
    ELSIF EXISTS (SELECT FROM app.covered_doctors(patient_ids, acting_doctor)) THEN
      via := 'cover';
      may_write := 'cover';
    ELSE
      -- Their own open visits, that began and were recorded while a relation of theirs held which ended within the last 30 days.
      SELECT 'finishing ' || string_agg(v.patient_id::text || '/' || v.id::text, ' ') INTO scope
        FROM visit v
       WHERE v.patient_id = ANY (patient_ids) AND v.doctor_id = acting_doctor AND v.status = 'open'
         AND EXISTS (SELECT FROM care_relation c WHERE c.patient_id = ANY (patient_ids) AND c.doctor_id = acting_doctor
                        AND c.ends_at BETWEEN now() - interval '30 days' AND now()
                        AND v.started_at >= c.starts_at AND v.started_at < c.ends_at AND v.recorded_at >= c.starts_at AND v.recorded_at < c.ends_at);
      IF scope IS NOT NULL THEN
        via := 'finishing';
        clearance := 1;
        may_write := 'finishing';
      END IF;
    END IF;
  ELSIF acting_role = 'patient' THEN
    IF EXISTS (SELECT FROM patient_account o WHERE o.account_id = actor AND o.patient_id = ANY (patient_ids)) THEN
      via := 'self';
    ELSE
      SELECT 'representative-' || r.scope INTO via FROM representation r
       WHERE r.patient_id = ANY (patient_ids) AND r.account_id = actor AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())
       ORDER BY r.scope DESC LIMIT 1;
      acting := acting || jsonb_build_object('onBehalfOf', patient_ids[1]);
    END IF;
    -- Death freezes the portal until staff decide.
    IF EXISTS (SELECT FROM patient p WHERE p.id = ANY (patient_ids) AND p.deceased_at <= now()) THEN
      via := NULL;
    ELSIF via IN ('self', 'representative-full') THEN
      clearance := 2;
      may_write := 'home-measures';
    ELSE
      scope := 'person';
    END IF;
  ELSIF acting_role = 'nurse' THEN
    IF EXISTS (SELECT FROM nurse_location n
                 JOIN location l ON l.id = n.location_id
                 JOIN account_role r ON r.account_id = actor AND r.role = 'nurse' AND r.organisation_id = l.organisation_id
                WHERE n.account_id = actor
                  AND (EXISTS (SELECT FROM appointment p WHERE p.patient_id = ANY (patient_ids) AND p.location_id = l.id AND p.status IN ('booked', 'checked-in', 'fulfilled')
                                  AND (p.starts_at AT TIME ZONE l.zone)::date = (now() AT TIME ZONE l.zone)::date)
                       OR EXISTS (SELECT FROM visit v WHERE v.patient_id = ANY (patient_ids) AND v.location_id = l.id AND v.status <> 'entered-in-error'
                                     AND (v.started_at AT TIME ZONE l.zone)::date = (now() AT TIME ZONE l.zone)::date))) THEN
      via := 'nurse';
      may_write := 'measures';
    END IF;
  ELSIF acting_role IN ('desk', 'admin') THEN
    IF EXISTS (SELECT FROM account_role r WHERE r.account_id = actor AND r.role = acting_role AND r.organisation_id = organisation) THEN
      via := 'organisation';
      scope := 'person';
      may_write := 'person';
    END IF;
  END IF;
END $$;

-- As before, but for what stands in way_to_chart, and for patients who restricted something: they leave the common case.
CREATE OR REPLACE FUNCTION app.open_chart(acting jsonb, patient uuid, OUT outcome text, OUT patient_ids uuid[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting_role text;
  entitled boolean;
  merged boolean;
  found_patient uuid;
  survivor uuid;
  organisation uuid;
  acting_doctor uuid;
  settings text;
  way record;
BEGIN
  -- The common case, a doctor in care of a patient whose record was never merged and who restricted nothing, is this query and its EXECUTE: what is
  -- done in expressions of PL/pgSQL is prepared anew in each transaction, and costs more than the look-ups.
  SELECT a.status = 'active' AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = acting ->> 'role'), p.id, p.replaced_by, p.organisation_id, d.id, m.merged,
         CASE WHEN a.status = 'active' AND NOT m.merged
               AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = 'doctor')
               AND EXISTS (SELECT FROM care_relation c WHERE c.patient_id = p.id AND c.doctor_id = d.id AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()))
               AND NOT EXISTS (SELECT FROM restriction r WHERE r.patient_id = p.id AND r.lifted_at IS NULL)
              THEN app.context_settings(ARRAY[p.id], 'record', 1::smallint, 'chart', 'staff', d.id, acting) END,
         'open', ARRAY[p.id]
    INTO entitled, found_patient, survivor, organisation, acting_doctor, merged, settings, outcome, patient_ids
    FROM account a
    LEFT JOIN patient p ON p.id = patient
    LEFT JOIN doctor d ON d.account_id = a.id AND d.status = 'active' AND acting ->> 'role' = 'doctor'
    LEFT JOIN LATERAL (SELECT p.replaced_by IS NOT NULL OR EXISTS (SELECT FROM patient o WHERE o.replaced_by = p.id) AS merged) m ON true
   WHERE a.id = (acting ->> 'accountId')::uuid;
  IF settings IS NOT NULL THEN
    EXECUTE settings;
    RETURN;
  END IF;

  acting_role := acting ->> 'role';
  patient_ids := NULL;
  IF entitled IS NOT TRUE THEN
    outcome := 'not-signed-in';
  ELSIF found_patient IS NULL THEN
    outcome := 'unknown';
  ELSE
    IF merged THEN
      SELECT array_agg(p.id) INTO patient_ids FROM patient p WHERE p.id = COALESCE(survivor, found_patient) OR p.replaced_by = COALESCE(survivor, found_patient);
    ELSE
      patient_ids := ARRAY[found_patient];
    END IF;
    SELECT * INTO way FROM app.way_to_chart(acting, acting_role, acting_doctor, patient_ids, organisation);
    outcome := CASE WHEN way.via IS NULL THEN 'unknown' WHEN survivor IS NOT NULL THEN 'replaced' ELSE 'open' END;
  END IF;

  IF outcome = 'open' THEN
    PERFORM app.set_context(CASE WHEN way.via <> 'finishing' THEN patient_ids END, way.scope, way.clearance, way.may_write,
      CASE WHEN acting_role = 'patient' THEN 'patient' ELSE 'staff' END, CASE WHEN way.via <> 'finishing' THEN acting_doctor END, way.acting);
  ELSE
    patient_ids := CASE WHEN outcome = 'replaced' THEN ARRAY[survivor] END;
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  END IF;
END $$;

-- As before, and a cover for one location shows those whom it counts for.
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
   WHERE o.doctor_id = ANY (ARRAY(SELECT open_panel.doctor_id
                                  UNION SELECT v.doctor_id FROM cover v WHERE v.covered_by = open_panel.doctor_id AND v.starts_at <= now() AND v.ends_at > now()))
     AND (o.doctor_id = open_panel.doctor_id
          OR EXISTS (SELECT FROM cover v WHERE v.doctor_id = o.doctor_id AND v.covered_by = open_panel.doctor_id AND v.starts_at <= now() AND v.ends_at > now() AND v.location_id IS NULL)
          OR o.doctor_id IN (SELECT app.covered_doctors(ARRAY[o.patient_id], open_panel.doctor_id)))
     AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now());
  -- Few records have been merged: their index answers.
  patient_ids := patient_ids || (SELECT array_agg(DISTINCT p.replaced_by) FROM patient p WHERE p.replaced_by IS NOT NULL AND p.id = ANY (patient_ids) AND p.replaced_by <> ALL (patient_ids));
  outcome := 'open';
  PERFORM app.set_context(patient_ids, 'record', 0::smallint, 'nothing', 'staff', doctor_id, acting);
END $$;

-- For whom the one who has the chart open covers: [{doctorId, names, until}]. NULL where they came by another way.
CREATE FUNCTION app.covering_for() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT jsonb_agg(jsonb_build_object('doctorId', d.id, 'names', d.names) ORDER BY d.id)
    FROM doctor d
   WHERE app.may_write() = 'cover' AND d.id IN (SELECT app.covered_doctors(app.opened_patients(), app.opened_doctor()))
$$;
REVOKE ALL ON FUNCTION app.covering_for, app.covered_doctors, app.care_clearance, app.way_to_chart, app.apply_restriction, app.lift_restriction FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.covering_for TO anamnesis_user_service, anamnesis_visit_service;
GRANT EXECUTE ON FUNCTION app.apply_restriction, app.lift_restriction TO anamnesis_user_service;

-- A doctor's duties: cover and hand-over. outcome: 'open', 'unknown', 'not-signed-in'; duty_right: 'own', 'manage' (an admin of the doctor's organisation) or 'look'.
CREATE FUNCTION app.open_duties(acting jsonb, doctor uuid, OUT outcome text, OUT duty_right text, OUT organisation_id uuid) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = acting ->> 'role' WHERE a.id = actor AND a.status = 'active') THEN
    outcome := 'not-signed-in';
  ELSE
    SELECT d.organisation_id, CASE
        WHEN acting ->> 'role' = 'doctor' AND d.account_id = actor AND d.status = 'active' THEN 'own'
        WHEN acting ->> 'role' = 'admin' AND EXISTS (SELECT FROM account_role r WHERE r.account_id = actor AND r.role = 'admin' AND r.organisation_id = d.organisation_id) THEN 'manage'
        WHEN acting ->> 'role' = 'auditor' THEN 'look'
        WHEN acting ->> 'role' IN ('doctor', 'nurse', 'desk')
             AND EXISTS (SELECT FROM account_role r WHERE r.account_id = actor AND r.role = acting ->> 'role' AND r.organisation_id = d.organisation_id) THEN 'look' END
      INTO organisation_id, duty_right FROM doctor d WHERE d.id = open_duties.doctor;
    outcome := CASE WHEN duty_right IS NULL THEN 'unknown' ELSE 'open' END;
  END IF;
  -- Whose duties are open is told by the scope, so that nothing but cover is shown to who only looks.
  PERFORM app.set_context(NULL, CASE WHEN outcome = 'open' THEN 'duties' END, NULL, CASE WHEN duty_right IN ('own', 'manage') THEN 'duties' END, 'staff',
    CASE WHEN outcome = 'open' THEN doctor END, CASE WHEN outcome = 'open' THEN acting END);
END $$;

-- The doctor's list shows whose patients they are: to who looks at the duties of somebody else, never.
ALTER POLICY own_list ON doctor_patient USING ((doctor_id = app.opened_doctor() AND app.scope() <> 'duties') OR app.is_opened(patient_id));
ALTER POLICY own_slots ON doctor_slot USING ((doctor_id = app.opened_doctor() AND app.scope() <> 'duties') OR app.is_opened(patient_id));

-- A hand-over: the patients of one doctor go to another, by the doctor themself or an admin of their organisation. Opens the patients who are the doctor's, now or soon (among
-- those asked for, or all) as persons; two at once come one after the other. outcome: 'open', 'unknown', 'not-signed-in', 'no-doctor' (to whom), 'own' (to the admin themself).
CREATE FUNCTION app.open_hand_over(acting jsonb, from_doctor uuid, to_doctor uuid, asked uuid[], OUT outcome text, OUT at timestamptz, OUT patient_ids uuid[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  duties record;
BEGIN
  SELECT * INTO duties FROM app.open_duties(acting, from_doctor);
  outcome := CASE WHEN duties.outcome = 'open' AND duties.duty_right = 'look' THEN 'unknown' ELSE duties.outcome END;
  IF outcome = 'open' THEN
    outcome := COALESCE((SELECT CASE WHEN d.account_id = (acting ->> 'accountId')::uuid THEN 'own' ELSE 'open' END
                           FROM doctor d WHERE d.id = to_doctor AND d.id <> from_doctor AND d.status = 'active' AND d.organisation_id = duties.organisation_id), 'no-doctor');
  END IF;
  IF outcome <> 'open' THEN
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RETURN;
  END IF;
  PERFORM FROM doctor d WHERE d.id = from_doctor FOR UPDATE;
  at := clock_timestamp();
  SELECT array_agg(DISTINCT o.patient_id) INTO patient_ids FROM doctor_patient o
   WHERE o.doctor_id = from_doctor AND (o.ends_at IS NULL OR o.ends_at > at) AND (asked IS NULL OR o.patient_id = ANY (asked));
  PERFORM app.set_context(patient_ids, 'person', 0::smallint, 'hand-over', 'staff', from_doctor, acting);
END $$;

-- Appointments that are still to come, with their place in the calendar: where the other doctor has one at that time, the calendar refuses it all. Restricted ones go too.
CREATE FUNCTION app.hand_over_appointments(to_doctor uuid, since timestamptz) RETURNS integer LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  moved integer;
BEGIN
  IF app.may_write() <> 'hand-over' THEN
    RAISE EXCEPTION 'Appointments are handed over with their patients' USING ERRCODE = 'insufficient_privilege';
  END IF;
  WITH taken AS (
    DELETE FROM doctor_slot s USING appointment p
     WHERE s.doctor_id = app.opened_doctor() AND s.patient_id = ANY (app.opened_patients()) AND p.patient_id = s.patient_id AND p.id = s.appointment_id
       AND p.status = 'booked' AND p.starts_at > since RETURNING s.id, s.patient_id, s.appointment_id, s.starts_at, s.ends_at, s.overbooked)
  INSERT INTO doctor_slot (doctor_id, id, patient_id, appointment_id, starts_at, ends_at, overbooked)
  SELECT to_doctor, id, patient_id, appointment_id, starts_at, ends_at, overbooked FROM taken;
  UPDATE appointment p SET doctor_id = to_doctor, version = p.version + 1
   WHERE p.patient_id = ANY (app.opened_patients()) AND p.doctor_id = app.opened_doctor() AND p.status = 'booked' AND p.starts_at > since;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$;

-- Which of these patients were handed over before, from the doctor of the opened hand-over: they have the other one now.
CREATE FUNCTION app.handed_over(from_doctor uuid, to_doctor uuid, patients uuid[]) RETURNS TABLE (patient_id uuid) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT c.patient_id FROM care_relation c
   WHERE app.may_write() = 'hand-over' AND from_doctor = app.opened_doctor() AND c.patient_id = ANY (patients) AND c.doctor_id = from_doctor AND c.ends_at <= now()
     AND EXISTS (SELECT FROM care_relation o WHERE o.patient_id = c.patient_id AND o.doctor_id = to_doctor AND o.starts_at <= clock_timestamp() AND (o.ends_at IS NULL OR o.ends_at > now()))
$$;

-- What a hand-over would move, counted in the opened hand-over.
CREATE FUNCTION app.count_hand_over(to_doctor uuid, OUT appointments integer, OUT open_visits integer, OUT clashes integer) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH coming AS (
    SELECT p.starts_at, p.ends_at FROM appointment p
     WHERE app.may_write() = 'hand-over' AND p.patient_id = ANY (app.opened_patients()) AND p.doctor_id = app.opened_doctor() AND p.status = 'booked' AND p.starts_at > now())
  SELECT (SELECT count(*)::integer FROM coming),
         (SELECT count(*)::integer FROM visit v WHERE app.may_write() = 'hand-over' AND v.patient_id = ANY (app.opened_patients()) AND v.doctor_id = app.opened_doctor() AND v.status = 'open'),
         (SELECT count(*)::integer FROM coming c
           WHERE EXISTS (SELECT FROM doctor_slot s WHERE s.doctor_id = to_doctor AND NOT s.overbooked AND tstzrange(s.starts_at, s.ends_at) && tstzrange(c.starts_at, c.ends_at)))
$$;
REVOKE ALL ON FUNCTION app.open_duties, app.open_hand_over, app.hand_over_appointments, app.handed_over, app.count_hand_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_duties, app.open_hand_over, app.hand_over_appointments, app.handed_over, app.count_hand_over TO anamnesis_user_service;

-- A name as it is compared: without regard to case, accents and spaces.
CREATE FUNCTION app.exact_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(regexp_replace(lower(normalize(name, NFKD)), '[\u0300-\u036F]', '', 'g'), '\s+', ' ', 'g'))
$$;

-- Finds a patient by MRN, or by full name and birth date, and opens their chart for 24 hours. outcome: 'open' (of `patient`, new or still `until`), 'several' (up to 3
-- `matches` to choose from by MRN), 'many' (say more), 'none', 'limited' (`retry_after` seconds), 'not-signed-in'. Opens the person for what goes with it in the same transaction.
CREATE FUNCTION app.open_emergency(acting jsonb, access_id uuid, attempt_id uuid, mrn text, name text, born date, why text,
  OUT outcome text, OUT id uuid, OUT patient uuid, OUT until timestamptz, OUT made boolean, OUT matches jsonb, OUT retry_after integer) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting_doctor uuid;
  people uuid[];
  tries integer;
  oldest timestamptz;
  most_an_hour CONSTANT integer := 10;
BEGIN
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  SELECT d.id INTO acting_doctor
    FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = 'doctor' AND acting ->> 'role' = 'doctor'
    JOIN doctor d ON d.account_id = a.id AND d.status = 'active'
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active' FOR UPDATE OF d;
  IF acting_doctor IS NULL THEN
    outcome := 'not-signed-in';
    RETURN;
  END IF;
  -- Whoever waited for another of their own tries counts it.
  SELECT count(*), min(e.at) INTO tries, oldest FROM emergency_attempt e WHERE e.doctor_id = acting_doctor AND e.at > clock_timestamp() - interval '1 hour';
  IF tries >= most_an_hour THEN
    outcome := 'limited';
    retry_after := GREATEST(1, ceil(extract(epoch FROM oldest + interval '1 hour' - clock_timestamp())));
    RETURN;
  END IF;

  IF mrn IS NOT NULL THEN
    SELECT array_agg(DISTINCT COALESCE(p.replaced_by, p.id)) INTO people FROM mrn_key k JOIN patient p ON p.id = k.patient_id WHERE k.mrn = btrim(open_emergency.mrn);
  ELSE
    SELECT array_agg(DISTINCT COALESCE(p.replaced_by, p.id)) INTO people
      FROM patient p
     WHERE p.birth_date = born AND p.birth_date_precision = 'day'
       AND EXISTS (SELECT FROM jsonb_array_elements(p.names) n
                    WHERE app.exact_name(open_emergency.name) IN (app.exact_name(n ->> 'text'),
                      app.exact_name(concat_ws(' ', (SELECT string_agg(g, ' ') FROM jsonb_array_elements_text(COALESCE(n -> 'given', '[]')) g), n ->> 'family'))));
  END IF;

  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, acting);
  INSERT INTO emergency_attempt (doctor_id, id, at, found) VALUES (acting_doctor, attempt_id, clock_timestamp(), LEAST(COALESCE(cardinality(people), 0), 4));
  IF people IS NULL THEN
    outcome := 'none';
  ELSIF cardinality(people) > 3 THEN
    outcome := 'many';
  ELSIF cardinality(people) > 1 THEN
    outcome := 'several';
    SELECT jsonb_agg(jsonb_build_object('patientId', p.id, 'mrn', p.mrn, 'names', p.names, 'birthDate', p.birth_date, 'sex', p.sex) ORDER BY p.mrn) INTO matches FROM patient p WHERE p.id = ANY (people);
  ELSE
    outcome := 'open';
    patient := people[1];
    PERFORM app.set_context(people, 'person', 0::smallint, 'nothing', 'staff', acting_doctor, acting || jsonb_build_object('reason', why));
    SELECT e.id, e.until INTO open_emergency.id, open_emergency.until FROM emergency_access e
     WHERE e.patient_id = open_emergency.patient AND e.doctor_id = acting_doctor AND e.until > clock_timestamp() ORDER BY e.until DESC LIMIT 1;
    made := NOT FOUND;
    IF made THEN
      id := access_id;
      until := clock_timestamp() + interval '24 hours';
      INSERT INTO emergency_access (patient_id, id, doctor_id, reason, opened_at, until) VALUES (patient, access_id, acting_doctor, why, clock_timestamp(), open_emergency.until);
    END IF;
  END IF;
END $$;
REVOKE ALL ON FUNCTION app.open_emergency FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_emergency TO anamnesis_user_service;

-- The worker says how far it came and what it made: neither whose report it is nor what was asked for.
REVOKE UPDATE ON report FROM anamnesis_report_worker;
GRANT UPDATE (status, attempts, started_at, progress, finished_at, problem, file_key, media_type, bytes, sha256, sensitivity, patient_visible_from, version) ON report TO anamnesis_report_worker;
