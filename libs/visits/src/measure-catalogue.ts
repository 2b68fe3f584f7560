import { type Birth, ageOn } from './age';
import type { MeasureAlias, MeasureRange, MeasureType } from './measure-type.entity';

export const systolicCode = '8480-6';
export const diastolicCode = '8462-4';
export const heightCode = '8302-2';
export const weightCode = '29463-7';
export const bodyMassIndexCode = '39156-5';

/** Known measures by code or alias. */
export class MeasureCatalogue {
  private readonly byCode: ReadonlyMap<string, MeasureType>;

  constructor(
    readonly types: readonly MeasureType[],
    aliases: readonly MeasureAlias[],
  ) {
    const byCode = new Map(types.map((type) => [type.code, type]));
    for (const { alias, code } of aliases) {
      const type = byCode.get(code);
      if (type) byCode.set(alias, type);
    }
    this.byCode = byCode;
  }

  /** Undefined for a code that is accepted without being known. */
  find(code: string): MeasureType | undefined {
    return this.byCode.get(code);
  }

  /** A panel's code means its parts, an alias the code that it stands for. */
  codesMeantBy(code: string): readonly string[] {
    const parts = this.partsOf(code).map((type) => type.code);
    return parts.length > 0 ? parts : [this.find(code)?.code ?? code];
  }

  /** The codes that a panel has when it is whole. */
  partsOf(panelCode: string): readonly MeasureType[] {
    return this.types.filter((type) => type.panelCode === panelCode);
  }
}

export interface MeasuredPerson extends Birth {
  readonly sex: string;
  readonly zone: string;
}

/**
 * Whether a value lies in one of the ranges that may be this person's. Where age or sex is not known, every range that they do
 * not rule out counts; where no range applies, nothing is said against the value.
 */
export function isWithin(ranges: readonly MeasureRange[], value: number, person: MeasuredPerson, day: string): boolean {
  const age = ageOn(day, person);
  const applicable = ranges.filter(
    ({ sex, ageFrom, ageTo }) =>
      (sex === undefined || person.sex === sex || person.sex === 'unknown' || person.sex === 'other') &&
      (age === undefined || ((ageFrom === undefined || age.atMost >= ageFrom) && (ageTo === undefined || age.atLeast < ageTo))),
  );
  return applicable.length === 0 || applicable.some(({ low, high }) => value >= low && value <= high);
}

/** LOINC's own form: up to seven digits, a hyphen and a check digit (modulus 10), which finds most mistypings. */
export function isLoincCode(code: string): boolean {
  const [, digits, check] = /^(\d{1,7})-(\d)$/.exec(code) ?? [];
  if (digits === undefined || check === undefined) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => total + crossSum(Number(digit) * (place % 2 === 0 ? 2 : 1)), 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}

function crossSum(number: number): number {
  return number > 9 ? number - 9 : number;
}
