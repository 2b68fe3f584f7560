-- A transaction works in exactly one context. Each is opened by one function, which checks and then sets what the policies
-- compare with, or clears it. SET LOCAL by EXECUTE, because a plain set_config() does not reach the workers of Citus.
-- In two steps, so that the common case of opening a chart can build the text in the query that it needs anyway.
CREATE FUNCTION app.context_settings(patient_ids uuid[], scope text, clearance smallint, may_write text, audience text, doctor_id uuid, acting jsonb)
RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format(
    'SET LOCAL app.patient_ids = %L; SET LOCAL app.scope = %L; SET LOCAL app.clearance = %L; SET LOCAL app.may_write = %L; '
    'SET LOCAL app.audience = %L; SET LOCAL app.doctor_id = %L; SET LOCAL app.acting = %L',
    COALESCE(array_to_string(patient_ids, ','), ''), COALESCE(scope, ''), COALESCE(clearance::text, ''), COALESCE(may_write, ''),
    COALESCE(audience, ''), COALESCE(doctor_id::text, ''), COALESCE(acting::text, ''))
$$;
CREATE FUNCTION app.set_context(patient_ids uuid[], scope text, clearance smallint, may_write text, audience text, doctor_id uuid, acting jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE app.context_settings(patient_ids, scope, clearance, may_write, audience, doctor_id, acting);
END $$;

-- By which right somebody comes to a chart: the first that holds, or NULL. Who acts for a patient is noted in acting.
CREATE FUNCTION app.way_to_chart(INOUT acting jsonb, acting_role text, acting_doctor uuid, patient_ids uuid[], organisation uuid, OUT via text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := acting ->> 'accountId';
BEGIN
  IF acting_role = 'doctor' AND acting_doctor IS NOT NULL THEN
    IF EXISTS (SELECT FROM care_relation c WHERE c.patient_id = ANY (patient_ids) AND c.doctor_id = acting_doctor
                  AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())) THEN
      via := 'care';
    ELSIF EXISTS (SELECT FROM cover v JOIN care_relation c ON c.doctor_id = v.doctor_id
                   WHERE v.covered_by = acting_doctor AND v.starts_at <= now() AND v.ends_at > now()
                     AND c.patient_id = ANY (patient_ids) AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())) THEN
      via := 'cover';
    ELSIF EXISTS (SELECT FROM emergency_access e WHERE e.patient_id = ANY (patient_ids) AND e.doctor_id = acting_doctor AND e.until > now()) THEN
      via := 'emergency';
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
  ELSIF acting_role IN ('desk', 'admin') THEN
    IF EXISTS (SELECT FROM account_role r WHERE r.account_id = actor AND r.role = acting_role AND r.organisation_id = organisation) THEN
      via := 'organisation';
    END IF;
  END IF;
END $$;

-- acting: {accountId, role, onBehalfOf?, reason?, request?: {address?, requestId?, traceId?, route?}}
-- outcome: 'open'; 'replaced' (patient_ids holds the surviving id); 'unknown' (no such patient, or none of the caller's business:
-- told apart by nobody); 'not-signed-in' (the account is disabled or has lost the role).
CREATE FUNCTION app.open_chart(acting jsonb, patient uuid, OUT outcome text, OUT patient_ids uuid[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  acting_role text;
  entitled boolean;
  merged boolean;
  found_patient uuid;
  survivor uuid;
  organisation uuid;
  acting_doctor uuid;
  via text;
  settings text;
BEGIN
  -- The common case, a doctor in care of a patient whose record was never merged, is this query and its EXECUTE: what is done
  -- in expressions of PL/pgSQL is prepared anew in each transaction, and costs more than the look-ups.
  SELECT a.status = 'active' AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = acting ->> 'role'), p.id, p.replaced_by, p.organisation_id, d.id, m.merged,
         CASE WHEN a.status = 'active' AND NOT m.merged
               AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = 'doctor')
               AND EXISTS (SELECT FROM care_relation c WHERE c.patient_id = p.id AND c.doctor_id = d.id AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()))
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
    SELECT w.via, w.acting INTO via, acting FROM app.way_to_chart(acting, acting_role, acting_doctor, patient_ids, organisation) w;
    outcome := CASE WHEN via IS NULL THEN 'unknown' WHEN survivor IS NOT NULL THEN 'replaced' ELSE 'open' END;
  END IF;

  IF outcome = 'open' THEN
    PERFORM app.set_context(patient_ids,
      CASE WHEN via IN ('organisation', 'representative-appointments') THEN 'person' ELSE 'record' END,
      (CASE via WHEN 'care' THEN 1 WHEN 'emergency' THEN 2 WHEN 'self' THEN 2 WHEN 'representative-full' THEN 2 ELSE 0 END)::smallint,
      CASE via WHEN 'care' THEN 'chart' WHEN 'cover' THEN 'chart' WHEN 'emergency' THEN 'chart' WHEN 'self' THEN 'home-measures'
               WHEN 'representative-full' THEN 'home-measures' WHEN 'organisation' THEN 'person' ELSE 'nothing' END,
      CASE WHEN acting_role = 'patient' THEN 'patient' ELSE 'staff' END, acting_doctor, acting);
  ELSE
    patient_ids := CASE WHEN outcome = 'replaced' THEN ARRAY[survivor] END;
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  END IF;
END $$;

-- For a patient who does not exist yet. The organisation is the caller's, never the client's to choose.
CREATE FUNCTION app.open_new_chart(acting jsonb, patient uuid, OUT outcome text, OUT organisation_id uuid, OUT doctor_id uuid) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  acting_role text := acting ->> 'role';
BEGIN
  SELECT COALESCE(d.organisation_id, r.organisation_id), d.id INTO organisation_id, doctor_id
    FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = acting_role
    LEFT JOIN doctor d ON d.account_id = a.id AND d.status = 'active' AND acting_role = 'doctor'
   WHERE a.id = actor AND a.status = 'active' LIMIT 1;

  IF NOT FOUND THEN
    outcome := 'not-signed-in';
  ELSIF organisation_id IS NULL OR acting_role NOT IN ('doctor', 'desk', 'admin') OR EXISTS (SELECT FROM patient p WHERE p.id = patient) THEN
    outcome := 'unknown';
  ELSE
    outcome := 'open';
  END IF;

  IF outcome = 'open' THEN
    PERFORM app.set_context(ARRAY[patient], CASE WHEN doctor_id IS NULL THEN 'person' ELSE 'record' END, 0::smallint,
      CASE WHEN doctor_id IS NULL THEN 'person' ELSE 'chart' END, 'staff', doctor_id, acting);
  ELSE
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  END IF;
END $$;

-- The doctor's own list: those in care now, and those of doctors whom they cover.
CREATE FUNCTION app.open_panel(acting jsonb, OUT outcome text, OUT doctor_id uuid) LANGUAGE plpgsql
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
   WHERE (o.doctor_id = open_panel.doctor_id
          OR o.doctor_id IN (SELECT v.doctor_id FROM cover v WHERE v.covered_by = open_panel.doctor_id AND v.starts_at <= now() AND v.ends_at > now()))
     AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now());
  outcome := 'open';
  PERFORM app.set_context(patient_ids, 'record', 0::smallint, 'nothing', 'staff', doctor_id, acting);
END $$;

-- One location's day at the desk: the persons who have an appointment there, without their records.
CREATE FUNCTION app.open_desk(acting jsonb, at_location uuid, on_day date, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  zone text;
  patient_ids uuid[];
BEGIN
  SELECT l.zone INTO zone
    FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = acting ->> 'role' AND r.role IN ('desk', 'admin')
    JOIN location l ON l.organisation_id = r.organisation_id AND l.id = at_location
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active' LIMIT 1;

  IF zone IS NULL THEN
    outcome := 'unknown';
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RETURN;
  END IF;

  SELECT array_agg(DISTINCT p.patient_id) INTO patient_ids FROM appointment p
   WHERE p.location_id = at_location AND p.starts_at >= on_day::timestamp AT TIME ZONE zone AND p.starts_at < (on_day + 1)::timestamp AT TIME ZONE zone;
  outcome := 'open';
  PERFORM app.set_context(patient_ids, 'person', 0::smallint, 'person', 'staff', NULL, acting);
END $$;

-- A job over many patients: importing, finding work that was lost. Only roles of workers may call it.
CREATE FUNCTION app.open_system(job text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM app.set_context(NULL, 'system', 0::smallint, 'nothing', 'staff', NULL, jsonb_build_object('role', 'worker', 'reason', job));
END $$;

REVOKE ALL ON FUNCTION app.context_settings, app.set_context, app.way_to_chart, app.open_chart, app.open_new_chart, app.open_panel, app.open_desk, app.open_system FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_chart, app.open_panel TO anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker;
GRANT EXECUTE ON FUNCTION app.open_new_chart TO anamnesis_user_service;
GRANT EXECUTE ON FUNCTION app.open_desk TO anamnesis_visit_service;
GRANT EXECUTE ON FUNCTION app.open_system TO anamnesis_report_worker, anamnesis_importer;
