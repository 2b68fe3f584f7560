import { ageOn, dayIn } from './age';

describe('age', () => {
  it.each([['1980-06-15', '2026-06-14', 45], ['1980-06-15', '2026-06-15', 46], ['2024-02-29', '2025-02-28', 0], ['2024-02-29', '2025-03-01', 1]])('of one born on %s is on %s %d', (birthDate, day, years) => {
    expect(ageOn(day, { birthDate, birthDatePrecision: 'day' })).toEqual({ atLeast: years, atMost: years });
  });

  it('is a range where only the year or the month of birth is known', () => {
    expect(ageOn('2026-06-15', { birthDate: '2006-01-01', birthDatePrecision: 'year' })).toEqual({ atLeast: 19, atMost: 20 });
    expect(ageOn('2026-06-15', { birthDate: '2006-06-01', birthDatePrecision: 'month' })).toEqual({ atLeast: 19, atMost: 20 });
    expect(ageOn('2026-07-15', { birthDate: '2006-06-01', birthDatePrecision: 'month' })).toEqual({ atLeast: 20, atMost: 20 });
  });

  it('is not told of one who is not born yet or whose birth date is not known', () => {
    expect(ageOn('1980-01-01', { birthDate: '1980-01-02', birthDatePrecision: 'day' })).toBeUndefined();
    expect(ageOn('1980-01-01', { birthDate: null, birthDatePrecision: 'day' })).toBeUndefined();
  });
});

it('a moment belongs to the day of the place where the patient lives', () => {
  const moment = new Date('2026-03-04T23:30:00Z');
  expect([dayIn('UTC', moment), dayIn('Europe/Berlin', moment), dayIn('America/New_York', moment)]).toEqual(['2026-03-04', '2026-03-05', '2026-03-04']);
});
