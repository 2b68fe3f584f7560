import { randomInt } from 'node:crypto';

/** Crockford's alphabet: no I, L, O, U, so that it survives being read aloud and written by hand. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A medical record number: random, so that it tells neither when nor as which one somebody was registered. */
export function newMrn(): string {
  return `M-${Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)] ?? '').join('')}`;
}
