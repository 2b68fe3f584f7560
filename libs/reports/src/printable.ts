/* eslint-disable no-control-regex -- control characters are what this file is about */

/**
 * Text as it may stand on a page: composed, on one line, without control characters, and without the marks that turn the
 * direction of what follows (they would let a name rewrite the line it stands in). Long runs without a space or hyphen may be broken.
 */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g, '')
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .replace(/[^\s\u200b-]{24}(?=[^\s\u200b-]{6})/gu, '$&\u200b');
}

const units: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mm Hg',
  '/min': 'per minute',
  '{beats}/min': 'per minute',
  Cel: '°C',
  'kg/m2': 'kg/m²',
  'mL/min/{1.73_m2}': 'mL/min/1.73 m²',
  '10*3/uL': '10³/µL',
  '10*6/uL': '10⁶/µL',
  '10*9/L': '10⁹/L',
  '10*12/L': '10¹²/L',
  '{#}': '',
  '1': '',
};

/** A UCUM unit as people write it; one that is not known stays as it is, without the remarks that UCUM puts in braces. */
export function printableUnit(unit: string | null): string {
  if (unit === null) return '';
  return units[unit] ?? printable(unit.replace(/^\{(.*)\}$/, '$1').replace(/\{[^}]*\}/g, '').replace(/\bu(?=[A-Z]|mol|g\b)/g, 'µ').replaceAll('_', ' '));
}
