-- The visit store. Every table is owned by the patient: patient_id first in each key, so that it can be distributed by it.
CREATE TABLE appointment (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  doctor_id uuid NOT NULL,
  location_id uuid NOT NULL REFERENCES location,
  appointment_type_id uuid NOT NULL REFERENCES appointment_type,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'booked' CHECK (status IN ('booked', 'checked-in', 'fulfilled', 'cancelled', 'no-show')),
  overbooked boolean NOT NULL DEFAULT false,
  cancelled_by uuid,
  cancel_reason text,
  sensitivity smallint NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (patient_id, id),
  CHECK (ends_at > starts_at),
  CONSTRAINT appointment_no_overlap EXCLUDE USING gist (patient_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (status IN ('booked', 'checked-in') AND NOT overbooked)
);
CREATE INDEX appointment_location ON appointment (location_id, starts_at);

-- The doctor's side of an appointment, keyed by the doctor: here double booking is made impossible.
CREATE TABLE doctor_slot (
  doctor_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  overbooked boolean NOT NULL DEFAULT false,
  PRIMARY KEY (doctor_id, id),
  CHECK (ends_at > starts_at),
  CONSTRAINT doctor_slot_no_overlap EXCLUDE USING gist (doctor_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (NOT overbooked)
);

CREATE TABLE visit (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  -- NULL for an imported visit whose doctor is not known.
  doctor_id uuid,
  location_id uuid,
  appointment_id uuid,
  visit_class text NOT NULL DEFAULT 'ambulatory',
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'completed', 'entered-in-error')),
  reason text,
  -- {system, code, text} of the kind of visit and of its reason, where they are coded
  type_coding jsonb,
  reason_coding jsonb,
  note text,
  completed_at timestamptz,
  marks text[] NOT NULL DEFAULT '{}',
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, id),
  FOREIGN KEY (patient_id, appointment_id) REFERENCES appointment (patient_id, id),
  CHECK (ended_at >= started_at)
);
CREATE INDEX visit_started ON visit (patient_id, started_at DESC);
CREATE INDEX visit_changed ON visit (changed_xid);

CREATE TABLE measure (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  visit_id uuid,
  -- Rows of one panel (blood pressure) share it; corrections act on the panel.
  panel_id uuid,
  panel_code text,
  code text NOT NULL,
  text text,
  -- One of the three: in the canonical unit, a code, or words.
  quantity numeric,
  coded_value jsonb,
  text_value text,
  unit text,
  -- As it was typed, before it was made canonical.
  entered_value text NOT NULL,
  entered_unit text,
  taken_at timestamptz NOT NULL,
  taken_by uuid,
  setting text NOT NULL DEFAULT 'clinic' CHECK (setting IN ('clinic', 'home')),
  origin text NOT NULL DEFAULT 'entered' CHECK (origin IN ('entered', 'derived', 'imported')),
  derived_from uuid[],
  -- What whoever took it says about it: half a blood pressure needs a reason.
  note text,
  status text NOT NULL DEFAULT 'final' CHECK (status IN ('final', 'entered-in-error')),
  marks text[] NOT NULL DEFAULT '{}',
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, id),
  FOREIGN KEY (patient_id, visit_id) REFERENCES visit (patient_id, id),
  CHECK (num_nonnulls(quantity, coded_value, text_value) = 1)
);
CREATE INDEX measure_taken ON measure (patient_id, taken_at DESC, id DESC);
CREATE INDEX measure_code_taken ON measure (patient_id, code, taken_at DESC);
CREATE INDEX measure_visit ON measure (patient_id, visit_id);
CREATE INDEX measure_changed ON measure (changed_xid);

CREATE TABLE diagnosis (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  visit_id uuid,
  system text,
  code text,
  text text NOT NULL,
  onset_on date,
  resolved_on date,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'resolved', 'inactive')),
  verification text NOT NULL DEFAULT 'confirmed' CHECK (verification IN ('provisional', 'confirmed', 'refuted', 'entered-in-error')),
  marks text[] NOT NULL DEFAULT '{}',
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, id),
  FOREIGN KEY (patient_id, visit_id) REFERENCES visit (patient_id, id)
);
CREATE INDEX diagnosis_visit ON diagnosis (patient_id, visit_id);
CREATE INDEX diagnosis_changed ON diagnosis (changed_xid);

CREATE TABLE treatment (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  visit_id uuid,
  kind text NOT NULL CHECK (kind IN ('medication', 'procedure', 'therapy')),
  system text,
  code text,
  text text NOT NULL,
  dose text,
  frequency text,
  starts_on date NOT NULL,
  ends_on date,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'completed', 'stopped', 'entered-in-error')),
  instructions text,
  reason_coding jsonb,
  marks text[] NOT NULL DEFAULT '{}',
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, id),
  FOREIGN KEY (patient_id, visit_id) REFERENCES visit (patient_id, id)
);
CREATE INDEX treatment_visit ON treatment (patient_id, visit_id);
CREATE INDEX treatment_changed ON treatment (changed_xid);

CREATE TABLE allergy (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  visit_id uuid,
  system text,
  code text,
  substance text NOT NULL,
  category text,
  -- [{system?, code?, text, severity?}]
  reactions jsonb NOT NULL DEFAULT '[]',
  severity text,
  criticality text,
  onset_on date,
  resolved_on date,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'resolved')),
  verification text NOT NULL DEFAULT 'confirmed' CHECK (verification IN ('unconfirmed', 'confirmed', 'refuted', 'entered-in-error')),
  marks text[] NOT NULL DEFAULT '{}',
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, id),
  FOREIGN KEY (patient_id, visit_id) REFERENCES visit (patient_id, id)
);
CREATE INDEX allergy_changed ON allergy (changed_xid);

-- Whether somebody has asked: an empty list is never printed as "none" without it. The newest row of a list counts.
CREATE TABLE list_review (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  list text NOT NULL CHECK (list IN ('allergy', 'medication')),
  answer text NOT NULL CHECK (answer IN ('none-known', 'listed')),
  reviewed_by uuid NOT NULL,
  reviewed_at timestamptz NOT NULL,
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  PRIMARY KEY (patient_id, id)
);

CREATE TABLE immunization (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  visit_id uuid,
  system text,
  code text,
  text text NOT NULL,
  given_on date NOT NULL,
  lot text,
  status text NOT NULL DEFAULT 'completed' CHECK (status IN ('completed', 'not-done', 'entered-in-error')),
  marks text[] NOT NULL DEFAULT '{}',
  sensitivity smallint NOT NULL DEFAULT 0,
  patient_visible_from timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  changed_origin smallint NOT NULL DEFAULT app.current_origin(),
  changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (patient_id, id),
  FOREIGN KEY (patient_id, visit_id) REFERENCES visit (patient_id, id)
);
CREATE INDEX immunization_changed ON immunization (changed_xid);

-- Reference data: adding a known measure is adding a row.
CREATE TABLE measure_type (
  code text PRIMARY KEY,
  text text NOT NULL,
  value_kind text NOT NULL DEFAULT 'quantity' CHECK (value_kind IN ('quantity', 'coded')),
  canonical_unit text,
  accepted_units text[] NOT NULL DEFAULT '{}',
  molar_mass numeric,
  decimals smallint NOT NULL DEFAULT 0,
  -- [{sex?, ageFrom?, ageTo?, low, high}] in the canonical unit, ages in years
  possible jsonb NOT NULL DEFAULT '[]',
  plausible jsonb NOT NULL DEFAULT '[]',
  panel_code text
);
CREATE TABLE measure_alias (
  alias text PRIMARY KEY,
  code text NOT NULL REFERENCES measure_type
);
GRANT SELECT ON measure_type, measure_alias TO anamnesis_visit_service, anamnesis_report_worker, anamnesis_importer;
