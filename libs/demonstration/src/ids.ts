import { Random } from './random';

/** Which stream of numbers: each use has its own, so that a change of one leaves the others as they are. */
const streams = { clinic: 1, team: 2, patientIds: 3, person: 4, course: 5, calendar: 6 } as const;

export const randomOf = (stream: keyof typeof streams, seed: number, ordinal = 0): Random => new Random(seed, streams[stream], ordinal);

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Shaped as UUIDv7: 48 bits of time and 74 that follow from the seed. @param at milliseconds since 1970 */
export function nextId(random: Random, at: number): string {
  const time = hex(Math.max(0, Math.trunc(at)), 12);
  const [high, middle, low] = [random.uint32(), random.uint32(), random.uint32()];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(high & 0xfff, 3)}-${hex(0x8000 | ((high >>> 12) & 0x3fff), 4)}-${hex(middle & 0xffff, 4)}${hex(low, 8)}`;
}

const firstPatientAt = Date.UTC(2015, 0, 1);

/**
 * Rises with the ordinal: those who are loaded together stand together in every index that begins with the patient, whatever the
 * number of patients.
 */
export const patientIdOf = (ids: Random, ordinal: number): string => nextId(ids, firstPatientAt + ordinal);

export const patientIdsOf = (seed: number, ordinal: number): Random => randomOf('patientIds', seed, ordinal);
