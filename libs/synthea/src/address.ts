import type { SourceRow } from './source-row';
import { findState } from './zone-of-state';

export interface ReadAddress {
  readonly address: { line?: string[]; city?: string; postalCode?: string; region?: string; country?: string };
  readonly zone: string;
}

/** The zone comes from the state; where that is none of the USA, it is UTC and the country stays unsaid. */
export function addressOf(row: SourceRow): ReadAddress {
  const [line, city, postalCode, state] = ['ADDRESS', 'CITY', 'ZIP', 'STATE'].map((column) => row.text(column));
  const found = findState(state ?? '');
  const region = found?.region ?? state;
  return {
    address: {
      ...(line ? { line: [line] } : {}),
      ...(city ? { city } : {}),
      ...(postalCode ? { postalCode } : {}),
      ...(region ? { region } : {}),
      ...(found ? { country: 'US' } : {}),
    },
    zone: found?.zone ?? 'UTC',
  };
}
