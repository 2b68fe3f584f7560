export const participationStatuses = ['consented', 'withdrawn'] as const;
export type ParticipationStatus = (typeof participationStatuses)[number];

/** By the patient, by somebody who acts for them, or on paper, which the desk keeps. */
export const consentGivers = ['self', 'representative', 'paper'] as const;
export type ConsentGiver = (typeof consentGivers)[number];

/** Which text was agreed to, and by whom. */
export interface Consent {
  readonly version: number;
  /** Hexadecimal, of the text in UTF-8: what was agreed to can be shown later. */
  readonly sha256: string;
  /** The tag of the language that it was read in. */
  readonly language: string;
  readonly givenBy: ConsentGiver;
}
