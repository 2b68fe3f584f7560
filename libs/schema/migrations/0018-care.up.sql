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
