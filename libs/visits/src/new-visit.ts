import type { EnteredMeasure, EnteredPanel } from './accept-measures';

export interface NewDiagnosis {
  readonly code?: string | undefined;
  readonly system?: string | undefined;
  readonly text: string;
  /** ISO date. */
  readonly onsetOn?: string | undefined;
}

export interface NewTreatment {
  readonly kind: 'medication' | 'procedure' | 'therapy';
  readonly code?: string | undefined;
  readonly system?: string | undefined;
  readonly text: string;
  readonly dose?: string | undefined;
  readonly frequency?: string | undefined;
  /** ISO date. */
  readonly from: string;
  readonly to?: string | undefined;
  readonly instructions?: string | undefined;
}

/** A whole visit as one request brings it. */
export interface NewVisit {
  /** The acting doctor where nobody is named. */
  readonly doctorId?: string | undefined;
  readonly appointmentId?: string | undefined;
  readonly locationId?: string | undefined;
  readonly startedAt: Date;
  readonly endedAt?: Date | undefined;
  readonly reason?: string | undefined;
  readonly note?: string | undefined;
  readonly measures: readonly (EnteredMeasure | EnteredPanel)[];
  readonly diagnoses: readonly NewDiagnosis[];
  readonly treatments: readonly NewTreatment[];
}
