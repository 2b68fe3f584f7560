import { hash } from 'node:crypto';

export type IdKind =
  | 'organisation' | 'location' | 'doctor' | 'patient' | 'visit' | 'measure' | 'panel' | 'diagnosis' | 'medication' | 'procedure'
  | 'allergy' | 'immunization' | 'care-relation' | 'doctor-patient';

const latest = 2 ** 48 - 1;

/**
 * The same source gives the same id, so that a repeated import meets its own rows by their primary key. Shaped as UUIDv7: 48 bits
 * of time, clamped at 1970, and the rest from SHA-256. What others refer to (patients, visits, doctors, places) has time 0,
 * because those who refer to it know only its source id.
 */
export function makeId(kind: IdKind, source: string, at = 0): string {
  const time = Math.min(Math.max(Math.trunc(at), 0), latest).toString(16).padStart(12, '0');
  const digest = hash('sha256', `synthea\0${kind}\0${source}`);
  const variant = (8 + (parseInt(digest.charAt(3), 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digest.slice(0, 3)}-${variant}${digest.slice(4, 7)}-${digest.slice(7, 19)}`;
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A medical record number that can be read out: Crockford's letters, without I, L, O and U. */
export function makeMrn(source: string): string {
  let rest = BigInt(`0x${hash('sha256', `synthea\0mrn\0${source}`).slice(0, 13)}`);
  let mrn = '';
  for (let place = 0; place < 10; place += 1) {
    mrn += letters.charAt(Number(rest & 31n));
    rest >>= 5n;
  }
  return `SYN-${mrn}`;
}
