/** Both ends included, from 0. */
export interface AskedRange {
  readonly first: number;
  readonly last: number;
}

/**
 * What a Range header asks of a file (RFC 9110, 14.1.2). What is malformed, in another unit, or several ranges at once may be
 * ignored, and is: the whole file answers it.
 * @returns undefined for the whole file
 */
export function readRange(header: string | undefined, bytes: number): AskedRange | 'unsatisfiable' | undefined {
  const asked = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  const [from, to] = [asked?.[1] ?? '', asked?.[2] ?? ''];
  if (from === '' && to === '') return undefined;
  // "-500" is the last 500 bytes.
  if (from === '') return Number(to) === 0 || bytes === 0 ? 'unsatisfiable' : { first: Math.max(bytes - Number(to), 0), last: bytes - 1 };
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= bytes) return 'unsatisfiable';
  return { first: Number(from), last: to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1) };
}
