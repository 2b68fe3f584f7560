import fc from 'fast-check';
import { isPartialDate, partialDate, storedDate } from './partial-date';

describe('a partial date', () => {
  it('keeps as much as was known, and no more', () => {
    for (const date of ['1950', '1950-03', '1950-03-17']) {
      const { day, precision } = storedDate(date);
      expect(partialDate(day, precision)).toBe(date);
    }
  });

  it('is stored as the first day of what is known', () => {
    expect([storedDate('1950'), storedDate('1950-03')]).toEqual([{ day: '1950-01-01', precision: 'year' }, { day: '1950-03-01', precision: 'month' }]);
  });

  it('is a day, month or year of the calendar', () => {
    expect(['2024-02-29', '1999', '2001-12'].map(isPartialDate)).toEqual([true, true, true]);
    expect(['2023-02-29', '1999-13', '99', '1999-1', '', 'x', '1999-01-01T00:00:00Z', '2023-00-10'].map(isPartialDate)).toEqual(Array(8).fill(false));
  });

  it('takes every day there is', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1850-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => isPartialDate(date.toISOString().slice(0, 10))));
  });
});
