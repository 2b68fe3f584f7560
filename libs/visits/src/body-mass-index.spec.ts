import fc from 'fast-check';
import { type MeasuredQuantity, bodyMassIndex } from './body-mass-index';

const measured = (quantity: number, takenAt: string): MeasuredQuantity => ({ id: takenAt, quantity, takenAt: new Date(takenAt), sensitivity: 0 });
const bornIn = (birthDate: string | null, birthDatePrecision: 'day' | 'year' = 'day') => ({ birthDate, birthDatePrecision, sex: 'female', zone: 'Europe/Berlin' });
const weight = measured(72.5, '2026-03-04T09:00:00Z');
const sameDay = measured(168, '2026-03-04T08:00:00Z');
const lastYear = measured(170, '2025-03-04T08:00:00Z');
const adult = bornIn('1980-01-01');

describe('the body mass index', () => {
  it('of an adult comes from the newest height of five years', () => {
    expect(bodyMassIndex(weight, [lastYear, sameDay], adult)).toMatchObject({ quantity: 25.7, height: sameDay });
    expect(bodyMassIndex(weight, [lastYear], adult)).toMatchObject({ quantity: 25.1, height: lastYear });
    expect(bodyMassIndex(weight, [measured(170, '2021-03-04T08:00:00Z')], adult)).toBeDefined();
    expect(bodyMassIndex(weight, [measured(170, '2021-03-03T08:00:00Z')], adult)).toBeUndefined();
  });

  it('is not computed from a height of a later day', () => {
    expect(bodyMassIndex(weight, [measured(170, '2026-03-05T08:00:00Z')], adult)).toBeUndefined();
  });

  it('from 2 to 19 years comes from a height of the same day only', () => {
    for (const born of ['2024-03-04', '2015-01-01', '2006-03-05']) {
      expect(bodyMassIndex(weight, [lastYear], bornIn(born))).toBeUndefined();
      expect(bodyMassIndex(weight, [lastYear, sameDay], bornIn(born))).toMatchObject({ height: sameDay });
    }
  });

  it('is an adult’s from the 20th birthday on', () => {
    expect(bodyMassIndex(weight, [lastYear], bornIn('2006-03-04'))).toBeDefined();
    expect(bodyMassIndex(weight, [lastYear], bornIn('2006-03-05'))).toBeUndefined();
  });

  it('the same day is that of the patient’s zone', () => {
    // 00:30 in Berlin, where the weight of 09:00 UTC is of the same day; in UTC it is the day before.
    const justAfterMidnight = measured(168, '2026-03-03T23:30:00Z');
    expect(bodyMassIndex(weight, [justAfterMidnight], bornIn('2015-01-01'))).toBeDefined();
    expect(bodyMassIndex(weight, [justAfterMidnight], { ...bornIn('2015-01-01'), zone: 'UTC' })).toBeUndefined();
  });

  it('is not derived under 2 years, and not without a birth date', () => {
    expect(bodyMassIndex(weight, [sameDay], bornIn('2024-03-05'))).toBeUndefined();
    expect(bodyMassIndex(weight, [sameDay], bornIn(null))).toBeUndefined();
  });

  it('follows the stricter rule where only the year of birth is known', () => {
    expect(bodyMassIndex(weight, [lastYear], bornIn('2006-01-01', 'year'))).toBeUndefined();
    expect(bodyMassIndex(weight, [lastYear], bornIn('2005-01-01', 'year'))).toBeDefined();
    expect(bodyMassIndex(weight, [sameDay], bornIn('2024-01-01', 'year'))).toBeUndefined();
  });

  it('grows with weight, falls with height, and has one decimal', () => {
    const kilograms = fc.integer({ min: 20, max: 300 });
    const centimetres = fc.integer({ min: 100, max: 230 });
    const of = (kg: number, cm: number) => bodyMassIndex({ ...weight, quantity: kg }, [{ ...sameDay, quantity: cm }], adult)!.quantity;
    fc.assert(
      fc.property(kilograms, centimetres, (kg, cm) => {
        expect(of(kg, cm)).toBeCloseTo(kg / (cm / 100) ** 2, 0);
        expect(of(kg + 5, cm)).toBeGreaterThan(of(kg, cm));
        expect(of(kg, cm + 10)).toBeLessThan(of(kg, cm));
        expect(Number(of(kg, cm).toFixed(1))).toBe(of(kg, cm));
      }),
    );
  });
});
