import type { FieldProblem } from '@anamnesis/errors';
import { faultOf, firingsAfter } from './schedule';
import { type ClassTrait, type Period, type StudyDesign, classTraits, periods } from './study-design';

const leastK = 5;
/** Nobody is kept waiting longer than the horizon for which it was measured what share goes out. */
const longestWaitMonths = 36;
/** How far firings are looked at: every weekday has met every date by then, and three leap years. */
const firingsJudged = 400;
const yearsJudged = 12;

const languageTag = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/;

/**
 * What stands against opening a study of this design: all of it at once, with pointers into the study.
 * @param from firings are looked at from here on
 */
export function judgeDesign(design: StudyDesign, from: Date): FieldProblem[] {
  return [...judgeK(design), ...judgeSchedule(design, from), ...judgePrecision(design), ...judgeClasses(design), ...judgeWait(design), ...judgeConsent(design)];
}

const fault = (pointer: string, code: string, detail: string): FieldProblem => ({ pointer: `/design${pointer}`, code, detail });

function judgeK({ k }: StudyDesign): FieldProblem[] {
  return Number.isInteger(k) && k >= leastK ? [] : [fault('/k', 'too-small', `A whole number, ${String(leastK)} at least: fewer people share a class than can hide in it.`)];
}

function judgeSchedule({ schedule, cadence }: StudyDesign, from: Date): FieldProblem[] {
  const zoneFaults = isZone(schedule.zone) ? [] : [fault('/schedule/zone', 'zone', 'An IANA time zone, such as Europe/Berlin.')];
  switch (faultOf(schedule.cron)) {
    case 'unreadable':
      return [...zoneFaults, fault('/schedule/cron', 'unreadable', 'Five fields of cron: minute, hour, day of month, month, day of week; "0 3 1 * *" is the first of each month at three.')];
    case 'never-fires':
      return [...zoneFaults, fault('/schedule/cron', 'never-fires', 'There is no such day: it would never fire.')];
    case undefined:
      return firesOftenerThan(cadence, schedule.cron, from)
        ? [...zoneFaults, fault('/schedule/cron', 'too-often', `It fires more than once in a ${cadence}, and there is one release in each at most: let it fire less often, or choose a finer cadence.`)]
        : zoneFaults;
  }
}

/** In UTC, which is quickest and comes to the same: on which local days it fires depends on no zone, and an hour that comes twice fires once. */
function firesOftenerThan(cadence: Period, cron: string, from: Date): boolean {
  let before: string | undefined;
  let judged = 0;
  for (const at of firingsAfter({ cron, zone: 'UTC' }, from)) {
    const period = periodOf(at, cadence);
    if (period === before) return true;
    before = period;
    judged += 1;
    if (judged === firingsJudged || at.getUTCFullYear() > from.getUTCFullYear() + yearsJudged) break;
  }
  return false;
}

/** Which day, week (from Monday), month, quarter or year it is in. */
function periodOf(at: Date, cadence: Period): string {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  switch (cadence) {
    case 'day':
      return at.toISOString().slice(0, 10);
    case 'week':
      // The first of January 1970 was a Thursday.
      return String(Math.floor((at.getTime() / 86_400_000 + 3) / 7));
    case 'month':
      return `${String(year)}-${String(month)}`;
    case 'quarter':
      return `${String(year)}-Q${String(Math.floor(month / 3))}`;
    case 'year':
      return String(year);
  }
}

/** Dates finer than the releases are undone by the releases' own calendar. */
function judgePrecision({ datePrecision, cadence }: StudyDesign): FieldProblem[] {
  return periods.indexOf(datePrecision) >= periods.indexOf(cadence)
    ? []
    : [fault('/datePrecision', 'finer-than-cadence', `Not finer than the cadence, which is a ${cadence}: who was let in when would tell the date anyway.`)];
}

/**
 * Each class is a coarser one than the one before, so that who waits too long finds more people there. The last is always all
 * people, `[]`: without it somebody rare would wait for ever, and would have consented to nothing.
 */
function judgeClasses({ classes }: StudyDesign): FieldProblem[] {
  const [first] = classes;
  if (first === undefined) return [fault('/classes', 'empty', 'The finest class first, then coarser ones, at last [], which is all people.')];
  const faults = classes.flatMap((traits, place) => {
    const pointer = `/classes/${String(place)}`;
    if (!traits.every((trait) => classTraits.includes(trait)) || new Set(traits).size < traits.length) return [fault(pointer, 'traits', `Each of ${classTraits.join(', ')} once at most.`)];
    const finer = classes[place - 1];
    return finer === undefined || isCoarser(traits, finer) ? [] : [fault(pointer, 'not-coarser', 'Some of the traits of the class before, and fewer than it has.')];
  });
  const last = classes.at(-1) ?? first;
  return last.length === 0 ? faults : [...faults, fault(`/classes/${String(classes.length - 1)}`, 'not-all', 'The last class is [], all people: else somebody rare would wait for ever.')];
}

function isCoarser(traits: readonly ClassTrait[], finer: readonly ClassTrait[]): boolean {
  return traits.length < finer.length && traits.every((trait) => finer.includes(trait));
}

function judgeWait({ waitMonths }: StudyDesign): FieldProblem[] {
  return Number.isInteger(waitMonths) && waitMonths >= 1 && waitMonths <= longestWaitMonths ? [] : [fault('/waitMonths', 'out-of-range', `Whole months, from 1 to ${String(longestWaitMonths)}.`)];
}

function judgeConsent({ consent: { version, texts } }: StudyDesign): FieldProblem[] {
  const languages = Object.keys(texts);
  return [
    ...(Number.isInteger(version) && version >= 1 ? [] : [fault('/consent/version', 'out-of-range', 'A whole number from 1 on.')]),
    ...(languages.length > 0 ? [] : [fault('/consent/texts', 'empty', 'What people are asked to agree to, in one language at least.')]),
    ...languages.filter((language) => !languageTag.test(language)).map((language) => fault(`/consent/texts/${escaped(language)}`, 'language', 'A language tag, such as en or pt-BR.')),
    ...languages.filter((language) => texts[language]?.trim() === '').map((language) => fault(`/consent/texts/${escaped(language)}`, 'empty', 'There is nothing to agree to.')),
  ];
}

const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC');
const isZone = (zone: string): boolean => zones.has(zone);
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
