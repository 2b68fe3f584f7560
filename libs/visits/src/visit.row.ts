import type { Coding } from './coding';
import type { MeasureOrigin, MeasureSetting } from './measure.entity';
import type { VisitStatus } from './visit.entity';

/** A moment as it comes: from a column a Date, from JSON that the database built a text. */
export type Moment = Date | string;

export interface MeasureRow {
  readonly id: string;
  readonly visit_id: string | null;
  readonly panel_id: string | null;
  readonly panel_code: string | null;
  readonly code: string;
  readonly text: string | null;
  readonly quantity: number | null;
  readonly coded_value: Coding | null;
  readonly text_value: string | null;
  readonly unit: string | null;
  readonly entered_value: string;
  readonly entered_unit: string | null;
  readonly taken_at: Moment;
  readonly setting: MeasureSetting;
  readonly origin: MeasureOrigin;
  readonly derived_from: readonly string[] | null;
  readonly note: string | null;
  readonly marks: readonly string[];
  readonly version: number;
}

/** The columns of a MeasureRow; numeric as a double, which holds the digits that a measure has. */
export const measureColumns = `id, visit_id, panel_id, panel_code, code, text, quantity::float8 AS quantity, coded_value, text_value, unit, entered_value, entered_unit, taken_at, setting, origin,
  derived_from, note, marks, version`;

export interface DiagnosisRow {
  readonly id: string;
  readonly visit_id: string | null;
  readonly system: string | null;
  readonly code: string | null;
  readonly text: string;
  readonly onset_on: string | null;
  readonly resolved_on: string | null;
  readonly status: string;
  readonly verification: string;
  readonly version: number;
}

export const diagnosisColumns = 'id, visit_id, system, code, text, onset_on::text AS onset_on, resolved_on::text AS resolved_on, status, verification, version';

export interface TreatmentRow {
  readonly id: string;
  readonly visit_id: string | null;
  readonly kind: string;
  readonly system: string | null;
  readonly code: string | null;
  readonly text: string;
  readonly dose: string | null;
  readonly frequency: string | null;
  readonly starts_on: string;
  readonly ends_on: string | null;
  readonly status: string;
  readonly instructions: string | null;
  readonly version: number;
}

export const treatmentColumns = 'id, visit_id, kind, system, code, text, dose, frequency, starts_on::text AS starts_on, ends_on::text AS ends_on, status, instructions, version';

export interface AllergyRow {
  readonly id: string;
  readonly system: string | null;
  readonly code: string | null;
  readonly substance: string;
  readonly category: string | null;
  readonly reactions: readonly { readonly text: string; readonly severity?: string }[];
  readonly severity: string | null;
  readonly criticality: string | null;
  readonly status: string;
  readonly verification: string;
}

export const allergyColumns = 'id, system, code, substance, category, reactions, severity, criticality, status, verification';

/** A visit without what came with it, as lists show it. */
export interface VisitHeadRow {
  readonly id: string;
  readonly doctor_id: string | null;
  readonly location_id: string | null;
  readonly appointment_id: string | null;
  readonly visit_class: string;
  readonly started_at: Moment;
  readonly ended_at: Moment | null;
  readonly status: VisitStatus;
  readonly reason: string | null;
  readonly note: string | null;
  readonly completed_at: Moment | null;
  readonly marks: readonly string[];
  readonly version: number;
}

export const visitHeadColumns = 'id, doctor_id, location_id, appointment_id, visit_class, started_at, ended_at, status, reason, note, completed_at, marks, version';

export interface VisitRow extends VisitHeadRow {
  readonly measures: readonly MeasureRow[];
  readonly diagnoses: readonly DiagnosisRow[];
  readonly treatments: readonly TreatmentRow[];
}
