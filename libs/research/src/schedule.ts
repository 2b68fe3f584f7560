import { type CronDate, type CronExpression, CronExpressionParser } from 'cron-parser';
import type { StudyDesign } from './study-design';

type Schedule = StudyDesign['schedule'];

/** `H` is drawn at random, macros and a field of seconds are not everybody's cron: what is read here is what anybody reads there. */
const fiveFields = /^\s*[^\s?@]+(\s+[^\s?@]+){4}\s*$/;
const hashed = /(^|[\s,/-])H/i;

export type CronFault = 'unreadable' | 'never-fires';

/** Why it can not be used; undefined where it fires. */
export function faultOf(cron: string): CronFault | undefined {
  if (!fiveFields.test(cron) || hashed.test(cron)) return 'unreadable';
  try {
    const expression = CronExpressionParser.parse(cron, { tz: 'UTC' });
    return nextOf(expression) ? undefined : 'never-fires';
  } catch (error) {
    // A day that its month does not have is noticed while parsing where it is the only month.
    return error instanceof Error && /day of month definition/.test(error.message) ? 'never-fires' : 'unreadable';
  }
}

/**
 * The moments after `after` at which it fires, as BullMQ would count them (its parser is this one): an hour that the clock leaves
 * out fires right after it, one that comes twice fires once. Followed forward only: backward, the parser leaves such days out.
 */
export function* firingsAfter({ cron, zone }: Schedule, after: Date): Generator<Date> {
  const expression = CronExpressionParser.parse(cron, { currentDate: after, tz: zone });
  for (let next = nextOf(expression); next; next = nextOf(expression)) yield next.toDate();
}

/** The parser throws where it has looked far ahead and found nothing. */
function nextOf(expression: CronExpression): CronDate | undefined {
  try {
    return expression.next();
  } catch {
    return undefined;
  }
}

/** The last firing after `after` and up to `now`; those before it are caught up by the same run. */
export function lastFiring(schedule: Schedule, after: Date, now: Date): Date | undefined {
  let last: Date | undefined;
  for (const at of firingsAfter(schedule, after)) {
    if (at > now) break;
    last = at;
  }
  return last;
}
