import { endOfDay, startOfDay } from './day-in-zone';

describe('A day', () => {
  it('starts and ends where somebody lives, also when the clock changes', () => {
    const iso = (at: number): string => new Date(at).toISOString();
    expect(iso(startOfDay(Date.UTC(2020, 2, 8), 'America/New_York'))).toBe('2020-03-08T05:00:00.000Z');
    expect(iso(endOfDay(Date.UTC(2020, 2, 8), 'America/New_York'))).toBe('2020-03-09T03:59:59.999Z');
    expect(iso(startOfDay(Date.UTC(2020, 2, 8), 'UTC'))).toBe('2020-03-08T00:00:00.000Z');
    expect(iso(startOfDay(Date.UTC(2020, 2, 8), 'Pacific/Guam'))).toBe('2020-03-07T14:00:00.000Z');
  });
});
