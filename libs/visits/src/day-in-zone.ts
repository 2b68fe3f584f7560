const offsets = new Map<string, Intl.DateTimeFormat>();

/** How far a zone is ahead of UTC at a moment. Formats are kept: making one costs more than all else here. */
export function minutesAhead(zone: string, at: number): number {
  let format = offsets.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    offsets.set(zone, format);
  }
  const found = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(at));
  return (Number(found?.[2] ?? 0) * 60 + Number(found?.[3] ?? 0)) * (found?.[1] === '-' ? -1 : 1);
}

/** When a day, given by its start in UTC, starts in a zone. */
export function startOfDay(dayInUtc: number, zone: string): number {
  const guess = dayInUtc - minutesAhead(zone, dayInUtc) * 60_000;
  return dayInUtc - minutesAhead(zone, guess) * 60_000;
}

const oneDay = 86_400_000;

/** The last millisecond of a day in a zone. */
export function endOfDay(dayInUtc: number, zone: string): number {
  return startOfDay(dayInUtc + oneDay, zone) - 1;
}
