import type { SourceRow } from './source-row';

/** The systems of codes, by their FHIR URIs. */
export const systems = {
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  cvx: 'http://hl7.org/fhir/sid/cvx',
} as const;

const written: Readonly<Record<string, string>> = {
  'SNOMED-CT': systems.snomed,
  'HTTP://SNOMED.INFO/SCT': systems.snomed,
  RXNORM: systems.rxnorm,
  CVX: systems.cvx,
};

/** Newer exports name the system of each code, in words that differ; one that is not known is kept as written. */
export function systemOf(row: SourceRow, usual: string): string {
  const text = row.text('SYSTEM');
  return text === '' ? usual : (written[text.toUpperCase()] ?? text);
}

export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly text: string;
}

/** `null` where the row has neither code nor words. */
export function codingOf(row: SourceRow, codeColumn: string, textColumn: string, system: string = systems.snomed): Coding | null {
  const code = row.text(codeColumn);
  const text = row.text(textColumn);
  if (code === '' && text === '') return null;
  return code === '' ? { text } : { system, code, text: text === '' ? code : text };
}
