/** A code of a named system (LOINC, SNOMED CT, ICD-10, RxNorm, ...) with its words. */
export interface Coding {
  readonly system?: string | undefined;
  readonly code: string;
  readonly text: string;
}
