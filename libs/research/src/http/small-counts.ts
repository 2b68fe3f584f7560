import { discreet } from '@anamnesis/research';

/** Every number in it as it is told to people: where it could point at few of them, not exactly. */
export function discreetWithin(counts: unknown): unknown {
  if (typeof counts === 'number') return discreet(counts);
  if (Array.isArray(counts)) return counts.map(discreetWithin);
  if (typeof counts !== 'object' || counts === null) return counts;
  return Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, discreetWithin(value)]));
}
