/// <reference path="./ucum-lhc.d.ts" />
import { UcumLhcUtils } from '@lhncbc/ucum-lhc';

// Loading takes some 30 ms and 17 MB once a process; a conversion takes a microsecond.
const ucum = UcumLhcUtils.getInstance();

/**
 * What people type, in lower case and without blanks, as UCUM writes it. Some of it would be another unit there: UCUM's F is
 * farad, its C coulomb. What is not here is taken as UCUM.
 */
const typedUnits: ReadonlyMap<string, string> = new Map([
  ...names('[lb_av]', 'lb', 'lbs', 'lb.', 'pound', 'pounds'),
  ...names('[oz_av]', 'oz', 'ounce', 'ounces'),
  ...names('kg', 'kg', 'kgs', 'kilo', 'kilos', 'kilogram', 'kilograms'),
  ...names('g', 'gram', 'grams'),
  ...names('[in_i]', 'in', 'in.', 'inch', 'inches', '"'),
  ...names('[ft_i]', 'ft', 'foot', 'feet'),
  ...names('cm', 'cm', 'cms', 'centimeter', 'centimeters', 'centimetre', 'centimetres'),
  ...names('m', 'meter', 'meters', 'metre', 'metres'),
  ...names('[degF]', 'f', '°f', 'ºf', 'degf', 'fahrenheit'),
  ...names('Cel', 'c', '°c', 'ºc', 'degc', 'celsius', 'centigrade'),
  ...names('mm[Hg]', 'mmhg', 'torr'),
  ...names('kPa', 'kpa'),
  ...names('/min', 'bpm', 'beats/min', 'beats/minute', 'breaths/min', 'breaths/minute', 'rpm', 'permin', 'perminute', 'min-1'),
  ...names('%', 'percent', 'pct', '%sat'),
  ...names('mg/dL', 'mg/dl', 'mg%'),
  ...names('mmol/L', 'mmol/l'),
  ...names('umol/L', 'umol/l', 'µmol/l', 'μmol/l', 'mcmol/l'),
  ...names('kg/m2', 'kg/m2', 'kg/m^2', 'kg/m²'),
]);

function names(unit: string, ...typed: string[]): [string, string][] {
  return typed.map((name) => [name, unit]);
}

/**
 * UCUM's terms, with their annotations, multiplied and divided, in parentheses of one level: what the library can not take apart
 * it writes to the console, and what was typed has no business there.
 */
const term = String.raw`(?:[\w[\]%*^'"+-]+(?:\{[!-z|~]*\})?|\{[!-z|~]*\})`;
const factor = String.raw`(?:${term}|\(${term}(?:[./]${term})*\))`;
const unitForm = new RegExp(String.raw`^/?${factor}(?:[./]${factor})*$`);

/** The unit in UCUM, or undefined for what is no unit. Case counts in UCUM (mg is not Mg), except in names that only people use. */
export function ucumUnit(typed: string): string | undefined {
  const unit = typedUnits.get(typed.toLowerCase().replaceAll(/\s+/g, '')) ?? typed.trim();
  return unitForm.test(unit) && ucum.validateUnitString(unit).status === 'valid' ? unit : undefined;
}

/**
 * @param molarMass in g/mol: with it mass and amount of substance convert into each other (mg/dL and mmol/L)
 * @returns undefined where the units do not measure the same thing
 */
export function convert(value: number, from: string, to: string, molarMass?: number | null): number | undefined {
  if (from === to) return value;
  const { status, toVal } = ucum.convertUnitTo(from, value, to, { molecularWeight: molarMass ?? null });
  return status === 'succeeded' && toVal !== null ? toVal : undefined;
}

/** Whether two ways to write a unit mean the same: mg/dl and mg/dL, 1/min and {beats}/min. */
export function isSameUnit(one: string, other: string): boolean {
  return one === other || (convert(1, one, other) === 1 && convert(2, one, other) === 2);
}

/** Half away from zero, as people round: 36.65 is 36.7 although its binary form lies below. */
export function roundTo(decimals: number, value: number): number {
  const scale = 10 ** decimals;
  return (Math.sign(value) * Math.round(Number((Math.abs(value) * scale).toPrecision(14)))) / scale;
}
