import fc from 'fast-check';
import { convert, isSameUnit, roundTo, ucumUnit } from './units';

describe('what people type as a unit', () => {
  it.each([
    ['lb', '[lb_av]'], ['lbs', '[lb_av]'], ['LB', '[lb_av]'], ['pounds', '[lb_av]'], ['in', '[in_i]'], ['inches', '[in_i]'], ['"', '[in_i]'], ['F', '[degF]'], ['°F', '[degF]'], ['° F', '[degF]'],
    ['°C', 'Cel'], ['c', 'Cel'], ['bpm', '/min'], ['beats/min', '/min'], ['mmHg', 'mm[Hg]'], ['mm Hg', 'mm[Hg]'], ['KG', 'kg'], ['kg/m²', 'kg/m2'], ['mg/dl', 'mg/dL'], ['µmol/L', 'umol/L'], ['percent', '%'],
  ])('%s is %s', (typed, unit) => {
    expect(ucumUnit(typed)).toBe(unit);
  });

  it.each(['mm[Hg]', '[degF]', '10*3/uL', '{score}', 'ng/mL', '1/min', 'mL/(min.kg)'])('%s, which is UCUM, stays as it is', (unit) => {
    expect(ucumUnit(unit)).toBe(unit);
  });

  it.each(['', 'furlongs per fortnight', 'lb/', '🙂', 'mg//dL', '(mg', 'Zebulon(mg)'])('%p is no unit', (typed) => {
    expect(ucumUnit(typed)).toBeUndefined();
  });

  it('is answered for any text, what is answered is UCUM, and nothing of it is printed', () => {
    const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const pieces = fc.array(fc.constantFrom('(', ')', '/', '.', 'mg', 'kg', 'Cel', '2', '{a}', '[', ']', '{', ' ', '10*', '-', 'Zebulon'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 40 }), pieces), (typed) => {
        const unit = ucumUnit(typed);
        if (unit !== undefined) expect(ucumUnit(unit)).toBeDefined();
      }),
      { numRuns: 5000 },
    );
    expect(printed.mock.calls.filter(([line]) => /Zebulon/.test(String(line)))).toEqual([]);
    printed.mockRestore();
  });
});

describe('converting', () => {
  it.each([
    [180, '[lb_av]', 'kg', 81.6466], [70, '[in_i]', 'cm', 177.8], [98.6, '[degF]', 'Cel', 37], [16, 'kPa', 'mm[Hg]', 120.01], [310.15, 'K', 'Cel', 37],
  ])('%d %s to %s is %d', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBeCloseTo(expected, 2);
  });

  it('makes mass of amount of substance only with a molar mass', () => {
    expect(convert(5.5, 'mmol/L', 'mg/dL', 180.156)).toBeCloseTo(99.09, 2);
    expect(convert(88.4, 'umol/L', 'mg/dL', 113.12)).toBeCloseTo(1, 2);
    expect(convert(5.5, 'mmol/L', 'mg/dL')).toBeUndefined();
  });

  it('refuses what does not measure the same', () => {
    expect(convert(70, 'kg', 'cm')).toBeUndefined();
  });

  it.each([['[lb_av]', 'kg', null], ['[in_i]', 'cm', null], ['[degF]', 'Cel', null], ['mmol/L', 'mg/dL', 180.156], ['umol/L', 'mg/dL', 113.12], ['mg/dL', 'mg/dl', 180.156]])('from %s to %s and back is where it began, and larger stays larger', (from, to, molarMass) => {
    const value = fc.double({ min: 0.1, max: 2000, noNaN: true });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const there = (typed: number) => convert(typed, from, to, molarMass)!;
        expect(convert(there(one), to, from, molarMass)).toBeCloseTo(one, 6);
        if (other > one + 1e-6) expect(there(other)).toBeGreaterThan(there(one));
      }),
    );
  });

  it('knows two ways to write one unit', () => {
    expect(isSameUnit('mg/dl', 'mg/dL')).toBe(true);
    expect(isSameUnit('{beats}/min', '/min')).toBe(true);
    expect(isSameUnit('Cel', 'K')).toBe(false);
    expect(isSameUnit('g', 'kg')).toBe(false);
  });
});

describe('rounding', () => {
  it.each([[1, 36.65, 36.7], [2, 1.005, 1.01], [0, 0.5, 1], [1, -0.25, -0.3], [2, 81.6466266, 81.65]])('to %d decimals makes %d %d', (decimals, value, rounded) => {
    expect(roundTo(decimals, value)).toBe(rounded);
  });

  it('moves no value by more than half of its last digit, and a rounded one not at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (decimals, value) => {
        const rounded = roundTo(decimals, value);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-9);
        expect(roundTo(decimals, rounded)).toBe(rounded);
      }),
    );
  });
});
