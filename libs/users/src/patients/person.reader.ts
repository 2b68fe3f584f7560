import type { HumanName } from './human-name';
import type { DatePrecision } from './partial-date';
import type { Sex } from './patient.entity';

/** What other domains may know of the person whose chart is open. */
export interface PersonSummary {
  readonly id: string;
  readonly mrn: string;
  readonly names: readonly HumanName[];
  readonly birthDate: string | null;
  readonly birthDatePrecision: DatePrecision;
  readonly sex: Sex;
  readonly zone: string;
  /** RFC 3339. */
  readonly deceasedAt: string | null;
}

/**
 * The questions as parts of the asker's own statement, so that a chart is still read in one. Their tables and columns are
 * named here and nowhere else outside of users. Arguments are SQL: a column or a parameter, never a value.
 */
export function personSummary(patientId: string): string {
  return `(SELECT jsonb_build_object('id', person.id, 'mrn', person.mrn, 'names', person.names, 'birthDate', person.birth_date, 'birthDatePrecision', person.birth_date_precision,
    'sex', person.sex, 'zone', person.zone, 'deceasedAt', person.deceased_at) FROM patient person WHERE person.id = ${patientId})`;
}

export function isInCare(patientId: string, doctorId: string): string {
  return `EXISTS (SELECT FROM care_relation care WHERE care.patient_id = ${patientId} AND care.doctor_id = ${doctorId}
    AND care.starts_at <= now() AND (care.ends_at IS NULL OR care.ends_at > now()))`;
}

export function isLocation(locationId: string): string {
  return `EXISTS (SELECT FROM location place WHERE place.id = ${locationId})`;
}

/** The IANA zone in which the patient's days begin. */
export function personZone(patientId: string): string {
  return `(SELECT person.zone FROM patient person WHERE person.id = ${patientId})`;
}

/** A doctor for whom somebody covers. */
export interface CoveredDoctor {
  readonly doctorId: string;
  readonly names: readonly HumanName[];
}

/** For whom the one who has the chart open covers; NULL where they came to it by another way. */
export const coveringFor = "CASE WHEN app.may_write() = 'cover' THEN app.covering_for() END";
