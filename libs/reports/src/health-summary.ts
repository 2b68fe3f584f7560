/**
 * The health summary as data: PDF, JSON and CSV are all made from this, so that the numbers are the same. It holds what has been
 * released to the patient and nothing else. Days are ISO dates (`2026-03-04`); instants are RFC 3339 in UTC; `localTime` is the
 * same instant on the wall clock of the patient's zone, without offset.
 */
export interface HealthSummary {
  readonly kind: 'health-summary';
  readonly madeAt: string;
  readonly madeOn: string;
  readonly language: string;
  /** Both days belong to it, in the patient's zone. */
  readonly period: { readonly from: string; readonly to: string; readonly zone: string };
  readonly askedFor: { readonly role: string; readonly name: string | null };
  readonly organisation: { readonly name: string; readonly phone: string | null };
  readonly patient: SummarisedPatient;
  readonly body: { readonly height: CurrentMeasure | null; readonly weight: CurrentMeasure | null; readonly bodyMassIndex: CurrentMeasure | null };
  readonly primaryDoctor: { readonly name: string; readonly specialty: string | null; readonly phone: string | null } | null;
  readonly allergyReview: ListReview;
  readonly allergies: readonly SummarisedAllergy[];
  readonly medicationReview: ListReview;
  readonly diagnoses: readonly SummarisedDiagnosis[];
  readonly treatments: readonly SummarisedTreatment[];
  readonly visits: readonly SummarisedVisit[];
  readonly measures: readonly MeasureSeries[];
}

/** A partial birth date leaves two ages possible; `months` and `days` are told for the young, where the date allows it. */
export interface Age {
  readonly years: number;
  readonly yearsAtMost: number;
  readonly months?: number;
  readonly days?: number;
}

export interface SummarisedPatient {
  readonly id: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly mrn: string;
  /** As far as it is known: `2001-05-07`, `2001-05` or `2001`. */
  readonly birthDate: string | null;
  readonly age: Age | null;
  readonly sex: string;
  readonly gender: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: readonly string[];
  readonly language: string | null;
  readonly deceasedOn: string | null;
}

export interface CurrentMeasure {
  readonly code: string;
  readonly value: number;
  readonly unit: string | null;
  readonly decimals: number;
  readonly takenAt: string;
  readonly localTime: string;
}

/** Whether somebody has asked. An empty list means "none" only where the answer was `none-known`. */
export interface ListReview {
  readonly answer: 'not-asked' | 'none-known' | 'listed';
  readonly reviewedOn: string | null;
}

export interface SummarisedAllergy {
  readonly substance: string;
  readonly reactions: readonly { readonly text: string; readonly severity: string | null }[];
  readonly criticality: string | null;
  readonly verification: string;
  readonly onsetOn: string | null;
}

export interface SummarisedDiagnosis {
  readonly text: string;
  readonly system: string | null;
  readonly code: string | null;
  readonly onsetOn: string | null;
  readonly verification: string;
}

export interface SummarisedTreatment {
  readonly kind: 'medication' | 'procedure' | 'therapy';
  readonly text: string;
  readonly dose: string | null;
  readonly frequency: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly instructions: string | null;
}

export interface SummarisedVisit {
  readonly startedAt: string;
  readonly localTime: string;
  readonly status: string;
  readonly type: string | null;
  readonly reason: string | null;
  readonly doctor: string | null;
  readonly location: string | null;
}

/** One quantity of one setting in the period. Codes, units, and clinic and home are never pooled. */
export interface MeasureSeries {
  readonly code: string;
  readonly text: string;
  readonly unit: string | null;
  /** Digits after the point with which a value is told. */
  readonly decimals: number;
  readonly setting: 'clinic' | 'home';
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly median: number;
  readonly max: number;
  readonly first: MeasuredValue;
  readonly last: MeasuredValue;
  /** In the order of time. */
  readonly values: readonly MeasuredValue[];
}

export interface MeasuredValue {
  readonly value: number;
  readonly takenAt: string;
  readonly localTime: string;
}
