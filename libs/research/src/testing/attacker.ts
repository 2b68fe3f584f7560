import type { Release, Row } from './replay';

/** What an attacker is after, and how many people were the fewest that they found together. */
export interface Found {
  /** Those of one class who appear in the same release. */
  readonly smallestArrival: number;
  /** Those of one class, at any release. */
  readonly smallestClass: number;
  /** Those of one class who were there before and have new rows in the same release. */
  readonly smallestNews: number;
  /** Those who carry a code that was told. */
  readonly rarestCode: number;
  /** Dates that tell more than the month. */
  readonly preciseDates: readonly string[];
  /** Rows that stand in a file where their place tells when they were written. */
  readonly inOrderOfWriting: boolean;
}

const classOf = (row: Row): string => `${row['age_band'] ?? ''} ${row['sex'] ?? ''} ${row['region'] ?? ''}`;

function countBy(keys: Iterable<readonly [string, string]>): number[] {
  const people = new Map<string, Set<string>>();
  for (const [key, person] of keys) people.set(key, (people.get(key) ?? new Set()).add(person));
  return [...people.values()].map(({ size }) => size);
}
const fewest = (counts: readonly number[]): number => Math.min(Number.POSITIVE_INFINITY, ...counts);

/** Reads published files and nothing else, all releases at once. Those who withdrew count as long as their rows are there: an attacker keeps old files. */
export function attack(releases: readonly Release[]): Found {
  const classes = new Map<string, string>();
  const arrivedIn = new Map<string, number>();
  for (const { number, tables } of releases) {
    for (const row of tables['person'] ?? []) {
      classes.set(row['person_id'] ?? '', classOf(row));
      arrivedIn.set(row['person_id'] ?? '', number);
    }
  }
  const rows = releases.flatMap(({ number, tables }) => [...(tables['visit_occurrence'] ?? []), ...(tables['measurement'] ?? [])].map((row) => ({ number, row, person: row['person_id'] ?? '' })));
  const codes = rows.map(({ row, person }) => [row['measurement_source_value'] ?? row['visit_source_value'] ?? '', person] as const).filter(([code]) => code !== 'other');
  const dates = rows.flatMap(({ row }) => [row['measurement_date'], row['visit_start_date'], row['visit_end_date']]);
  const inOrder = (ids: readonly bigint[]) => ids.every((id, place) => place === 0 || id > (ids[place - 1] ?? id));
  return {
    smallestArrival: fewest(countBy([...arrivedIn].map(([person, number]) => [`${String(number)} ${classes.get(person) ?? ''}`, person]))),
    smallestClass: fewest(countBy([...classes].map(([person, each]) => [each, person]))),
    smallestNews: fewest(countBy(rows.filter(({ number, person }) => (arrivedIn.get(person) ?? number) < number).map(({ number, person }) => [`${String(number)} ${classes.get(person) ?? ''}`, person]))),
    rarestCode: fewest(countBy(codes)),
    preciseDates: dates.filter((date): date is string => date !== undefined && !date.endsWith('-01')),
    inOrderOfWriting: !releases.every(({ tables }) => inOrder((tables['person'] ?? []).map((row) => BigInt(row['person_id'] ?? 0)))),
  };
}
