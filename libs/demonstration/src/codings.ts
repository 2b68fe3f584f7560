import type { Coding } from '@anamnesis/visits';

const snomedSystem = 'http://snomed.info/sct';
const rxnormSystem = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const cvxSystem = 'http://hl7.org/fhir/sid/cvx';

/** Something with its words, and its code where we are sure of it. */
export interface Named {
  readonly system: string | null;
  readonly code: string | null;
  readonly text: string;
}

export const snomed = (code: string, text: string): Named => ({ system: snomedSystem, code, text });
export const rxnorm = (code: string, text: string): Named => ({ system: rxnormSystem, code, text });
export const cvx = (code: string, text: string): Named => ({ system: cvxSystem, code, text });
export const words = (text: string): Named => ({ system: null, code: null, text });

export function codingOf({ system, code, text }: Named): Coding | { readonly text: string } {
  return system === null || code === null ? { text } : { system, code, text };
}
