import type { Age, ListReview } from './health-summary';

/** Every word that a report prints. Numbers and days follow its `locale`. */
export interface ReportTexts {
  readonly locale: string;
  readonly title: string;
  readonly period: (from: string, to: string) => string;
  readonly madeOn: (date: string, askedFor: string) => string;
  readonly askedForByDoctor: (name: string | null) => string;
  readonly askedForByPatient: string;
  readonly madeBy: (organisation: string) => string;
  readonly page: readonly [before: string, between: string, after: string];
  readonly unknown: string;
  readonly notRecorded: string;
  readonly facts: Readonly<Record<'born' | 'age' | 'sex' | 'gender' | 'mrn' | 'phone' | 'email' | 'address' | 'language' | 'died' | 'alsoKnownAs' | 'primaryDoctor' | 'doctorPhone', string>>;
  readonly sex: Readonly<Record<string, string>>;
  readonly age: (age: Age) => string;
  readonly noPrimaryDoctor: string;
  readonly body: Readonly<Record<'height' | 'weight' | 'bodyMassIndex', string>>;
  readonly measuredOn: (date: string) => string;
  readonly sections: Readonly<Record<'body' | 'allergies' | 'diagnoses' | 'treatments' | 'visits' | 'measures' | 'charts', string>>;
  readonly columns: Readonly<Record<
    | 'substance' | 'reaction' | 'criticality' | 'since' | 'diagnosis' | 'code' | 'certainty' | 'treatment' | 'kind' | 'dose' | 'from' | 'until' | 'date' | 'reason' | 'doctor' | 'location'
    | 'measure' | 'setting' | 'count' | 'lowest' | 'mean' | 'median' | 'highest' | 'first' | 'latest', string>>;
  readonly criticality: Readonly<Record<string, string>>;
  readonly severity: Readonly<Record<string, string>>;
  readonly verification: Readonly<Record<string, string>>;
  readonly treatmentKind: Readonly<Record<string, string>>;
  readonly setting: Readonly<Record<'clinic' | 'home', string>>;
  readonly openVisit: string;
  readonly allergyReview: (review: ListReview, listed: number, date: string) => string;
  readonly medicationReview: (review: ListReview, listed: number, date: string) => string;
  readonly noDiagnoses: string;
  readonly noTreatments: string;
  readonly noVisits: string;
  readonly noMeasures: string;
  readonly measuresNote: string;
  readonly chartKey: string;
  readonly condensedKey: string;
  readonly chartAlt: (chart: { measure: string; unit: string; setting: string; count: number; lowest: string; highest: string; first: string; firstOn: string; last: string; lastOn: string }) => string;
  readonly reportNote: string;
}
