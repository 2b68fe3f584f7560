/** Local time of the location's zone, on the days from `validFrom` to `validTo`. */
export interface WorkingHours {
  readonly locationId: string;
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  /** `HH:MM`; 24:00 where the day ends. */
  readonly opens: string;
  readonly closes: string;
  readonly validFrom: string;
  readonly validTo?: string | undefined;
}

/** Places of those that are at the same time as one before them. */
export function overlapping(hours: readonly WorkingHours[]): number[] {
  return hours.flatMap((one, place) => (hours.slice(0, place).some((other) => atTheSameTime(one, other)) ? [place] : []));
}

/** Dates and times are compared as text: both are written with all their digits. */
function atTheSameTime(one: WorkingHours, other: WorkingHours): boolean {
  return one.weekday === other.weekday && one.opens < other.closes && other.opens < one.closes
    && (other.validTo === undefined || one.validFrom <= other.validTo) && (one.validTo === undefined || other.validFrom <= one.validTo);
}
