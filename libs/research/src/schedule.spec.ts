import { lastFiring } from './schedule';

const monthly = { cron: '0 3 1 * *', zone: 'Europe/Berlin' };
const nightly = { cron: '30 2 * * *', zone: 'Europe/Berlin' };
const last = (schedule: typeof monthly, after: string, now: string) => lastFiring(schedule, new Date(after), new Date(now))?.toISOString();

it('is due from the moment on that it fires, and not before', () => {
  expect(last(monthly, '2026-02-10T00:00:00Z', '2026-03-01T01:59:59Z')).toBeUndefined();
  expect(last(monthly, '2026-02-10T00:00:00Z', '2026-03-01T02:00:00Z')).toBe('2026-03-01T02:00:00.000Z');
});

it('is not due again for a firing that was seen, and gives the last of those that were missed', () => {
  expect(last(monthly, '2026-03-01T02:00:00Z', '2026-03-31T00:00:00Z')).toBeUndefined();
  expect(last(monthly, '2026-03-01T02:00:00Z', '2026-07-15T00:00:00Z')).toBe('2026-07-01T01:00:00.000Z');
});

it('counts in the zone: the first of the month is earlier in the east', () => {
  expect(last({ ...monthly, zone: 'Pacific/Auckland' }, '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z')).toBe('2026-02-28T14:00:00.000Z');
  expect(last({ ...monthly, zone: 'America/Los_Angeles' }, '2026-02-10T00:00:00Z', '2026-03-10T00:00:00Z')).toBe('2026-03-01T11:00:00.000Z');
});

it('fires on the day whose hour the clock leaves out, right after it', () => {
  expect(last(nightly, '2026-03-28T01:30:00Z', '2026-03-29T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  expect(last(nightly, '2026-03-29T01:30:00Z', '2026-03-30T00:29:00Z')).toBeUndefined();
});

it('fires once on the day whose hour comes twice', () => {
  expect(last(nightly, '2026-10-24T00:30:00Z', '2026-10-25T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(last(nightly, '2026-10-25T00:30:00Z', '2026-10-25T23:00:00Z')).toBeUndefined();
});

it('looks at nothing where the clock was set back behind the last firing', () => {
  expect(last(monthly, '2026-03-01T02:00:00Z', '2026-02-01T00:00:00Z')).toBeUndefined();
});
