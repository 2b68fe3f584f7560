import fc from 'fast-check';
import { ageOn } from './age';

it.each([
  ['1961-05-07', '2026-05-06', { years: 64, yearsAtMost: 64 }],
  ['1961-05-07', '2026-05-07', { years: 65, yearsAtMost: 65 }],
  ['2004-02-29', '2023-02-28', { years: 18, yearsAtMost: 18 }],
  ['2004-02-29', '2023-03-01', { years: 19, yearsAtMost: 19 }],
  ['2024-12-31', '2026-03-01', { years: 1, yearsAtMost: 1, months: 14 }],
  ['2026-02-20', '2026-03-04', { years: 0, yearsAtMost: 0, months: 0, days: 12 }],
])('is told in years, for the young in months or days: born %s, on %s', (born, on, age) => {
  expect(ageOn(born, 'day', on)).toEqual(age);
});

it.each([
  ['1984-01-01', 'year', '2026-03-04', { years: 41, yearsAtMost: 42 }],
  ['1984-01-01', 'year', '2026-12-31', { years: 42, yearsAtMost: 42 }],
  ['1984-05-01', 'month', '2026-04-30', { years: 41, yearsAtMost: 41 }],
  ['1984-05-01', 'month', '2026-05-20', { years: 41, yearsAtMost: 42 }],
  ['1984-05-01', 'month', '2026-06-01', { years: 42, yearsAtMost: 42 }],
  ['2026-01-01', 'year', '2026-03-04', { years: 0, yearsAtMost: 0 }],
] as const)('is both that are possible where the birth date is partial: %s (%s) on %s', (born, precision, on, age) => {
  expect(ageOn(born, precision, on)).toEqual(age);
});

it('is unknown before the birth', () => {
  expect(ageOn('2026-03-05', 'day', '2026-03-04')).toBeNull();
  expect(ageOn('2027-01-01', 'year', '2026-03-04')).toBeNull();
});

it('of a partial date always includes the age of the full one', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-03-04'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  fc.assert(fc.property(day, day, fc.constantFrom('month', 'year'), (one, other, precision) => {
    const [born = '', on = ''] = [one, other].sort();
    const exact = ageOn(born, 'day', on);
    const partial = ageOn(precision === 'month' ? `${born.slice(0, 7)}-01` : `${born.slice(0, 4)}-01-01`, precision, on);
    return exact !== null && partial !== null && partial.years <= exact.years && exact.years <= partial.yearsAtMost && partial.yearsAtMost - partial.years <= 1;
  }));
});
