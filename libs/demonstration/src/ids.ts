import { Random } from './random';

/** Which stream of numbers: each use has its own, so that a change of one leaves the others as they are. */
const streams = { clinic: 1, team: 2, patientIds: 3, person: 4, course: 5, calendar: 6 } as const;

export const randomOf = (stream: keyof typeof streams, seed: number, ordinal = 0): Random => new Random(seed, streams[stream], ordinal);

/** Sixteen bits in four digits: ids are most of what is written, and a table is several times as fast as formatting. */
const fourDigits = Array.from({ length: 0x10000 }, (_, value) => value.toString(16).padStart(4, '0'));
const hex = (bits: number): string => fourDigits[bits & 0xffff] ?? '';

/** Shaped as UUIDv7: 48 bits of time and 74 that follow from the seed. @param at milliseconds since 1970 */
export function nextId(random: Random, at: number): string {
  const time = Math.max(0, Math.trunc(at));
  const [upper, high, middle, low] = [Math.floor(time / 0x10000), random.uint32(), random.uint32(), random.uint32()];
  return `${hex(upper >>> 16)}${hex(upper)}-${hex(time % 0x10000)}-${hex(0x7000 | (high & 0xfff))}-${hex(0x8000 | ((high >>> 12) & 0x3fff))}-${hex(middle)}${hex(low >>> 16)}${hex(low)}`;
}

const firstPatientAt = Date.UTC(2015, 0, 1);

/**
 * Rises with the ordinal: those who are loaded together stand together in every index that begins with the patient, whatever the
 * number of patients.
 */
export const patientIdOf = (ids: Random, ordinal: number): string => nextId(ids, firstPatientAt + ordinal);

export const patientIdsOf = (seed: number, ordinal: number): Random => randomOf('patientIds', seed, ordinal);
