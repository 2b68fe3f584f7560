import { judgeDesign } from './judge-design';
import type { StudyDesign } from './study-design';
import { aDesign } from './testing/a-study';

const from = new Date('2026-01-15T12:00:00Z');
const faults = (changes: Partial<StudyDesign>) => judgeDesign({ ...aDesign, ...changes }, from).map(({ pointer, code }) => `${pointer} ${code}`);
const scheduled = (cron: string, cadence: StudyDesign['cadence'] = 'month', zone = 'Europe/Berlin') => faults({ schedule: { cron, zone }, cadence, datePrecision: 'year' });

it('finds nothing in a sound design', () => {
  expect(faults({})).toEqual([]);
});

it('tells all faults at once, each with its pointer', () => {
  const found = judgeDesign(
    { k: 4, cadence: 'month', datePrecision: 'day', schedule: { cron: '0 0 31 2 *', zone: 'Mars/Olympus' }, classes: [['sex'], ['sex']], waitMonths: 0, consent: { version: 0, texts: {} } },
    from,
  );
  expect(found.map(({ pointer }) => pointer)).toEqual([
    '/design/k', '/design/schedule/zone', '/design/schedule/cron', '/design/datePrecision', '/design/classes/1', '/design/classes/1', '/design/waitMonths', '/design/consent/version', '/design/consent/texts',
  ]);
  for (const { detail } of found) expect(detail).toMatch(/^[A-Z].{15,}\.$/);
});

it.each([[5, []], [11, []], [4, ['/design/k too-small']], [0, ['/design/k too-small']], [-11, ['/design/k too-small']], [5.5, ['/design/k too-small']], [Number.NaN, ['/design/k too-small']]])('k of %p: %p', (k, expected) => {
  expect(faults({ k })).toEqual(expected);
});

describe('a schedule', () => {
  it.each(['0 3 1 * *', '0 3 L * *', '30 2 29 2 *', '0 0 * 1 1#1', '  0 3 1 JAN,FEB *  '])('%p fires once a month at most', (cron) => {
    expect(scheduled(cron)).toEqual([]);
  });

  it.each(['', 'monthly', '@monthly', '0 3 1 *', '0 0 3 1 * *', '61 3 1 * *', '0 3 1 13 *', 'H 3 1 * *', '0 3 ? * *', 'a b c d e', "0 3 1 * *'; DROP TABLE study"])('%p can not be read', (cron) => {
    expect(scheduled(cron)).toEqual(['/design/schedule/cron unreadable']);
  });

  it.each(['0 0 31 2 *', '0 0 30 2 *', '0 0 31 4 *', '0 0 31 2,4 *', '0 0 30,31 2 *'])('%p never fires', (cron) => {
    expect(scheduled(cron)).toEqual(['/design/schedule/cron never-fires']);
  });

  it.each([
    ['0 3 * * *', 'week'], ['0 3 1,15 * *', 'month'], ['0 3,15 1 * *', 'day'], ['*/5 * * * *', 'day'], ['0 3 1 * 1', 'month'], ['0 0 1 1,2 *', 'quarter'], ['0 0 1 * *', 'year'],
    // Only in leap years are there two.
    ['0 3 28,29 2 *', 'month'],
  ] as const)('%p fires more than once in a %s', (cron, cadence) => {
    expect(scheduled(cron, cadence)).toEqual(['/design/schedule/cron too-often']);
  });

  it.each([['0 3 * * *', 'day'], ['0 3 * * 1', 'week'], ['0 3 * * 0', 'week'], ['0 3 1 1,4,7,10 *', 'quarter'], ['0 0 1 1 *', 'year'], ['30 2 * * *', 'day']] as const)('%p fires once in a %s', (cron, cadence) => {
    expect(scheduled(cron, cadence)).toEqual([]);
  });

  it.each(['Berlin', '', 'Europe/Atlantis', '+02:00'])('the zone %p is unknown', (zone) => {
    expect(scheduled('0 3 1 * *', 'month', zone)).toEqual(['/design/schedule/zone zone']);
  });
});

it.each([['day', 'week'], ['week', 'month'], ['month', 'quarter'], ['day', 'year']] as const)('dates by the %s are finer than a cadence of a %s', (datePrecision, cadence) => {
  expect(faults({ datePrecision, cadence, schedule: { cron: '0 0 1 1 *', zone: 'UTC' } })).toEqual(['/design/datePrecision finer-than-cadence']);
});

describe('the chain of classes', () => {
  it.each([[[[]]], [[['ageBand', 'sex', 'region'], ['ageBand', 'sex'], ['sex'], []]], [[['region'], []]]] as [StudyDesign['classes']][])('%j is ever coarser and ends with all people', (classes) => {
    expect(faults({ classes })).toEqual([]);
  });

  it.each([
    [[], ['/design/classes empty']],
    [[['ageBand', 'sex'], ['ageBand']], ['/design/classes/1 not-all']],
    [[['ageBand'], ['ageBand', 'sex'], []], ['/design/classes/1 not-coarser']],
    [[['ageBand', 'sex'], ['region'], []], ['/design/classes/1 not-coarser']],
    [[['ageBand'], [], []], ['/design/classes/2 not-coarser']],
    [[['ageBand', 'ageBand'], []], ['/design/classes/0 traits']],
    [[['shoeSize'], []], ['/design/classes/0 traits']],
  ] as unknown as [StudyDesign['classes'], string[]][])('%j is refused: %j', (classes, expected) => {
    expect(faults({ classes })).toEqual(expected);
  });
});

it.each([0, 37, 1.5, -1, Number.POSITIVE_INFINITY])('waiting for %p months is out of range', (waitMonths) => {
  expect(faults({ waitMonths })).toEqual(['/design/waitMonths out-of-range']);
});

it('asks for a text to agree to, in languages that have a tag', () => {
  expect(faults({ consent: { version: 1, texts: {} } })).toEqual(['/design/consent/texts empty']);
  expect(faults({ consent: { version: 1, texts: { en: ' \n' } } })).toEqual(['/design/consent/texts/en empty']);
  expect(faults({ consent: { version: 1, texts: { en: 'I agree.', 'in/plain words': 'Yes.' } } })).toEqual(['/design/consent/texts/in~1plain words language']);
});
