import { convert, isSameUnit, isWithin, roundTo, ucumUnit, type Coding, type MeasureType } from '@anamnesis/visits';
import { systems } from './codings';
import type { KnownPatient } from './known';

export interface ReadValue {
  /** Decimal text, as exact as it was written. */
  readonly quantity: string | null;
  readonly coded: Coding | null;
  readonly words: string | null;
  readonly unit: string | null;
  readonly marks: readonly string[];
}

interface WrittenValue {
  readonly written: string;
  readonly unit: string;
  readonly isWords: boolean;
  readonly type: MeasureType | undefined;
  readonly day: string;
  readonly patient: KnownPatient;
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?$/;
export const isNumeric = (text: string): boolean => number.test(text);

/** The export writes the words of a coded answer without its code: these are the codes of the words that Synthea's modules use. */
const answers: Readonly<Record<string, string>> = {
  'Never smoker': '266919005',
  'Former smoker': '8517006',
  'Current every day smoker': '449868002',
  'Smokes tobacco daily (finding)': '449868002',
  'Never smoked tobacco (finding)': '266919005',
  'Ex-smoker (finding)': '8517006',
};

/**
 * A value as the record keeps it: a quantity in the canonical unit of its code, a code, or words. Impossible values are
 * refused where they are entered; what was recorded elsewhere is loaded, and marked.
 */
export function readValue(value: WrittenValue): ReadValue {
  const { written, unit, isWords, type } = value;
  const base = { quantity: null, coded: null, words: null, unit: unit === '' ? null : unit, marks: [] };
  if (isWords) {
    const code = type?.valueKind === 'coded' ? answers[written] : undefined;
    return code === undefined ? { ...base, words: written } : { ...base, coded: { system: systems.snomed, code, text: written } };
  }
  if (!isNumeric(written)) return { ...base, words: written, marks: ['not-numeric'] };
  if (!type?.canonicalUnit) return { ...base, quantity: written };
  return { ...base, ...canonical(value, type, type.canonicalUnit) };
}

function canonical({ written, unit, day, patient }: WrittenValue, type: MeasureType, canonicalUnit: string): Pick<ReadValue, 'quantity' | 'unit' | 'marks'> {
  const remarkable = (value: number): readonly string[] => {
    if (!isWithin(type.possible, value, patient, day)) return ['impossible'];
    return isWithin(type.plausible, value, patient, day) ? [] : ['implausible'];
  };
  if (unit === '') return { quantity: written, unit: canonicalUnit, marks: ['unit-assumed', ...remarkable(Number(written))] };
  if (unit === canonicalUnit) return { quantity: written, unit, marks: remarkable(Number(written)) };
  const ucum = ucumUnit(unit);
  const converted = ucum === undefined ? undefined : convert(Number(written), ucum, canonicalUnit, type.molarMass);
  if (ucum === undefined || converted === undefined) return { quantity: written, unit, marks: ['unit-unknown'] };
  if (isSameUnit(ucum, canonicalUnit)) return { quantity: written, unit: canonicalUnit, marks: remarkable(Number(written)) };
  // Two digits more than are shown: a conversion adds no others that were measured.
  return { quantity: String(roundTo(type.decimals + 2, converted)), unit: canonicalUnit, marks: remarkable(converted) };
}
