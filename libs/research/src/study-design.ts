/** From fine to coarse. */
export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof periods)[number];

/** What is known of a person's class: as it was when they consented, and never again. */
export const classTraits = ['ageBand', 'sex', 'region'] as const;
export type ClassTrait = (typeof classTraits)[number];

/** What an admin asks for. Judged as a whole when the study is opened: judge-design.ts. */
export interface StudyDesign {
  /** So many people at least share each class, arrive together and have news together. */
  readonly k: number;
  /** At most one release in each, counted in the schedule's zone. */
  readonly cadence: Period;
  /** Of the dates that leave: each goes out as the first day of its period. */
  readonly datePrecision: Period;
  /** Five fields of cron, in an IANA zone; `notBefore`, an ISO day there, leaves time to ask people first. */
  readonly schedule: { readonly cron: string; readonly zone: string; readonly notBefore?: string | undefined };
  /** By which traits people are put together: the finest class first, each further one coarser, for those who wait too long. `[]` is all people. */
  readonly classes: readonly (readonly ClassTrait[])[];
  /** How long somebody waits in a class for others before they are counted in the next coarser one. */
  readonly waitMonths: number;
  /** What people are asked to agree to, by language tag. */
  readonly consent: { readonly version: number; readonly texts: Readonly<Record<string, string>> };
}

/** One measure that may leave, as it was known when the study was opened. */
export interface ProfileMeasure {
  /** LOINC. */
  readonly code: string;
  /** UCUM. A value in another unit does not leave. */
  readonly unit: string;
  /** To which values are rounded. */
  readonly decimals: number;
  /** Values beyond go out as the bound. */
  readonly low: number;
  readonly high: number;
}

/** What may leave, and how: the design as it was opened. Frozen from then on. */
export interface StudyProfile extends StudyDesign {
  readonly measures: readonly ProfileMeasure[];
}
