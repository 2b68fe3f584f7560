import { chartStatement } from '@anamnesis/users';

/** RFC 3339 in UTC, and the same instant on the wall clock of the patient's zone. */
const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const wallClock = (column: string) => `to_char(${column} AT TIME ZONE person.zone, 'YYYY-MM-DD"T"HH24:MI:SS')`;
/** Drafts stay out, also of what a clinician asks for: the file is one that the patient may fetch. */
const released = (table: string) => `${table}.patient_id = ANY (context.patient_ids) AND ${table}.patient_visible_from <= now()`;

/**
 * All that the summary says in one statement, computed where the rows are. Of a record that was merged, the survivor's id
 * brings the rows of both, so that their measures stand in the same statistics.
 * $3 and $4: first and last day of the period; $5: the account that asks.
 */
export const readHealthSummary = chartStatement(
  'reports.health-summary',
  `WITH person AS (
     SELECT p.id, p.organisation_id, p.names, p.mrn, p.birth_date, p.birth_date_precision, p.sex, p.gender, p.phone, p.email, p.address, p.language, p.zone, p.deceased_at,
            $3::date::timestamp AT TIME ZONE p.zone AS period_begins, ($4::date + 1)::timestamp AT TIME ZONE p.zone AS period_ends, (now() AT TIME ZONE p.zone)::date AS today
       FROM patient p WHERE p.id = opened.patient_id AND p.id = $2::uuid
   ), allergies AS (
     SELECT a.substance, a.reactions, a.criticality, a.verification, a.onset_on, a.sensitivity
       FROM allergy a WHERE ${released('a')} AND a.status = 'active' AND a.verification IN ('confirmed', 'unconfirmed')
   ), reviews AS (
     SELECT DISTINCT ON (r.list) r.list, r.answer, (r.reviewed_at AT TIME ZONE person.zone)::date AS reviewed_on, r.sensitivity
       FROM person, list_review r WHERE ${released('r')} ORDER BY r.list, r.reviewed_at DESC, r.id DESC
   ), diagnoses AS (
     SELECT d.text, d.system, d.code, d.onset_on, d.verification, d.sensitivity
       FROM diagnosis d WHERE ${released('d')} AND d.status = 'active' AND d.verification IN ('confirmed', 'provisional')
   ), treatments AS (
     SELECT t.kind, t.text, t.dose, t.frequency, t.starts_on, t.ends_on, t.instructions, t.sensitivity
       FROM person, treatment t WHERE ${released('t')} AND t.status = 'active' AND (t.ends_on IS NULL OR t.ends_on >= person.today)
   ), visits AS (
     SELECT v.id, v.started_at, v.status, v.type_coding ->> 'text' AS type, COALESCE(v.reason, v.reason_coding ->> 'text') AS reason, v.doctor_id, v.location_id, v.sensitivity
       FROM person, visit v WHERE ${released('v')} AND v.status <> 'entered-in-error' AND v.started_at >= person.period_begins AND v.started_at < person.period_ends
   ), current_measures AS (
     SELECT DISTINCT ON (k.kind) k.kind, m.code, m.quantity, m.unit, COALESCE(t.decimals, 1) AS decimals, m.taken_at, m.sensitivity
       FROM (VALUES ('height', '8302-2'), ('height', '8306-3'), ('weight', '29463-7'), ('bodyMassIndex', '39156-5')) AS k (kind, code)
       JOIN measure m ON m.code = k.code
       LEFT JOIN measure_type t ON t.code = m.code
      WHERE ${released('m')} AND m.status = 'final' AND m.quantity IS NOT NULL AND m.taken_at <= now()
      ORDER BY k.kind, m.taken_at DESC, m.id DESC
   ), measured AS (
     SELECT COALESCE(a.code, m.code) AS code, m.text, m.unit, m.setting, m.quantity, m.taken_at, m.id, m.sensitivity
       FROM person, measure m
       LEFT JOIN measure_alias a ON a.alias = m.code
      WHERE ${released('m')} AND m.status = 'final' AND m.quantity IS NOT NULL AND m.taken_at >= person.period_begins AND m.taken_at < person.period_ends
   ), series AS (
     SELECT m.code, m.unit, m.setting, COALESCE(max(t.text), max(m.text), m.code) AS text,
            COALESCE(max(t.decimals), LEAST(2, max(scale(trim_scale(m.quantity))))) AS decimals,
            count(*) AS count, min(m.quantity) AS min, max(m.quantity) AS max,
            -- Rounded as the API's statistics are: one digit more than is measured.
            round(avg(m.quantity), COALESCE(max(t.decimals), 3) + 1) AS mean,
            round((percentile_cont(0.5) WITHIN GROUP (ORDER BY m.quantity))::numeric, COALESCE(max(t.decimals), 3) + 1) AS median,
            json_agg(json_build_object('value', m.quantity, 'takenAt', ${instant('m.taken_at')}, 'localTime', ${wallClock('m.taken_at')}) ORDER BY m.taken_at, m.id) AS values
       FROM person, measured m
       LEFT JOIN measure_type t ON t.code = m.code
      GROUP BY m.code, m.unit, m.setting
   )
   SELECT ${instant('now()')} AS made_at, person.today::text AS made_on, person.zone,
          json_build_object('id', person.id, 'names', person.names, 'mrn', person.mrn, 'birthDate', person.birth_date, 'birthDatePrecision', person.birth_date_precision, 'sex', person.sex,
            'gender', person.gender, 'phone', person.phone, 'email', person.email, 'address', person.address, 'language', person.language,
            'deceasedOn', (person.deceased_at AT TIME ZONE person.zone)::date) AS patient,
          (SELECT json_build_object('name', o.name, 'phone', o.phone) FROM organisation o WHERE o.id = person.organisation_id) AS organisation,
          (SELECT d.names FROM doctor d WHERE d.account_id = $5::uuid) AS asking_doctor,
          (SELECT json_build_object('names', d.names, 'specialty', d.specialty, 'phone', d.phone)
             FROM care_relation c JOIN doctor d ON d.id = c.doctor_id
            WHERE c.patient_id = ANY (context.patient_ids) AND c.kind = 'primary' AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())
            ORDER BY c.patient_id = person.id DESC, c.starts_at DESC LIMIT 1) AS primary_doctor,
          (SELECT json_object_agg(r.list, json_build_object('answer', r.answer, 'reviewedOn', r.reviewed_on)) FROM reviews r) AS reviews,
          (SELECT json_agg(json_build_object('substance', a.substance, 'reactions', a.reactions, 'criticality', a.criticality, 'verification', a.verification, 'onsetOn', a.onset_on)
             ORDER BY a.criticality = 'high' DESC NULLS LAST, a.substance) FROM allergies a) AS allergies,
          (SELECT json_agg(json_build_object('text', d.text, 'system', d.system, 'code', d.code, 'onsetOn', d.onset_on, 'verification', d.verification)
             ORDER BY d.onset_on DESC NULLS LAST, d.text) FROM diagnoses d) AS diagnoses,
          (SELECT json_agg(json_build_object('kind', t.kind, 'text', t.text, 'dose', t.dose, 'frequency', t.frequency, 'from', t.starts_on, 'to', t.ends_on, 'instructions', t.instructions)
             ORDER BY t.kind, t.text, t.starts_on) FROM treatments t) AS treatments,
          (SELECT json_agg(json_build_object('startedAt', ${instant('v.started_at')}, 'localTime', ${wallClock('v.started_at')}, 'status', v.status, 'type', v.type, 'reason', v.reason,
                    'doctor', d.names, 'location', l.name) ORDER BY v.started_at DESC, v.id DESC)
             FROM visits v LEFT JOIN doctor d ON d.id = v.doctor_id LEFT JOIN location l ON l.id = v.location_id) AS visits,
          (SELECT json_object_agg(m.kind, json_build_object('code', m.code, 'value', m.quantity, 'unit', m.unit, 'decimals', m.decimals, 'takenAt', ${instant('m.taken_at')},
                    'localTime', ${wallClock('m.taken_at')})) FROM current_measures m) AS body,
          (SELECT json_agg(json_build_object('code', s.code, 'text', s.text, 'unit', s.unit, 'decimals', s.decimals, 'setting', s.setting, 'count', s.count, 'min', s.min, 'mean', s.mean,
                    'median', s.median, 'max', s.max, 'first', s.values -> 0, 'last', s.values -> -1, 'values', s.values)
             ORDER BY array_position('{8480-6,8462-4,8867-4}', s.code) NULLS LAST, s.text, s.code, s.unit, s.setting) FROM series s) AS measures,
          (SELECT max(everything.sensitivity) FROM (
             SELECT a.sensitivity FROM allergies a UNION ALL SELECT r.sensitivity FROM reviews r UNION ALL SELECT d.sensitivity FROM diagnoses d UNION ALL SELECT t.sensitivity FROM treatments t
             UNION ALL SELECT v.sensitivity FROM visits v UNION ALL SELECT c.sensitivity FROM current_measures c UNION ALL SELECT m.sensitivity FROM measured m) AS everything) AS sensitivity
     FROM person`,
);
