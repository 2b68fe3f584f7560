/** A moment or a day as the export writes it. */
export interface WrittenTime {
  /** Milliseconds since 1970; of a day alone, its start in UTC. */
  readonly at: number;
  /** As written, in the zone it was written in. */
  readonly day: string;
  readonly dayOnly: boolean;
}

const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** `undefined` where the text is no ISO 8601 time or day, February 30th included. Without an offset it is UTC, as Synthea writes it. */
export function readTime(text: string): WrittenTime | undefined {
  const found = form.exec(text);
  if (!found) return undefined;
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', fraction = '', offset = 'Z'] = found;
  const start = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const date = `${year}-${month}-${day}`;
  if (Number(year) < 1000 || new Date(start).toISOString().slice(0, 10) !== date) return undefined;
  if (hour === undefined) return { at: start, day: date, dayOnly: true };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const ahead = offset === 'Z' ? 0 : (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * (offset.startsWith('-') ? -1 : 1);
  const ofDay = ((Number(hour) * 60 + Number(minute) - ahead) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  return { at: start + ofDay, day: date, dayOnly: false };
}
