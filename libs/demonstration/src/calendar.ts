import { type Day, isWorkday } from './days';
import { randomOf } from './ids';
import { hoursOfDay, patientsOfTeam, type Doctor } from './team';

const slotMinutes = 20;
const slotsOfDay = 18;
/** More slots than a team has patients, so that each of them can have one of their own. */
const workdaysAhead = 60;
const slots = slotsOfDay * workdaysAhead;

export interface Slot {
  readonly day: Day;
  /** Since midnight on the clock of the doctor's location. */
  readonly minutes: number;
  readonly length: number;
  /** Working days from the clinic's day on. */
  readonly ahead: number;
}

const minutesFrom = (opens: number, place: number): number => hoursOfDay(opens).flatMap(([from, to]) => Array.from({ length: (to - from) / slotMinutes }, (_, number) => from + number * slotMinutes))[place] ?? opens;

/**
 * The one slot ahead that may be a patient's, whichever doctor of the team it is with: of the slots in some order, the one at their own
 * place in the team. So no two of them ever meet, in whatever order and number patients are made.
 */
export function slotOf(seed: number, team: number, ordinal: number, today: Day, { opens }: Doctor): Slot {
  const random = randomOf('calendar', seed, team);
  const start = random.between(0, slots - 1);
  // Prime to the number of slots, whose factors are 2, 3 and 5: it visits each once.
  const step = random.pick([7, 77, 133, 217, 301, 371, 469, 553]);
  const slot = (start + (ordinal % patientsOfTeam) * step) % slots;
  const ahead = Math.floor(slot / slotsOfDay);
  return { day: workdayAhead(today, ahead), minutes: minutesFrom(opens, slot % slotsOfDay), length: slotMinutes, ahead };
}

function workdayAhead(today: Day, ahead: number): Day {
  let day = today;
  for (let left = ahead; ; day += 1) {
    if (!isWorkday(day)) continue;
    if (left === 0) return day;
    left -= 1;
  }
}
