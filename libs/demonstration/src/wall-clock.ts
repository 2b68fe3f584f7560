import { minutesAhead } from '@anamnesis/visits';
import { type Day, msOfDay } from './days';

const noon = msOfDay / 2;

/** What the clock on a place's wall says, as moments. Kept by day, since asking for a zone's offset costs more than all else here. */
export class WallClock {
  private readonly aheadOn = new Map<Day, number>();

  constructor(private readonly zone: string) {}

  /** @param minutes since midnight, in hours when a clinic is open: clocks are changed at night */
  at(day: Day, minutes: number): number {
    let ahead = this.aheadOn.get(day);
    if (ahead === undefined) {
      ahead = minutesAhead(this.zone, day * msOfDay + noon);
      this.aheadOn.set(day, ahead);
    }
    return day * msOfDay + (minutes - ahead) * 60_000;
  }
}
