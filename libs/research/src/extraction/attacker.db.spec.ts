import { v7 } from 'uuid';
import { type StudyUnderTest, aStudy } from '../testing/a-study';
import { attack } from '../testing/attacker';
import { seeded } from '../testing/busy-writers';
import { type Release, readReleases } from '../testing/replay';

jest.setTimeout(120_000);

const [k, months, peopleAMonth] = [5, 10, 9];

let study: StudyUnderTest;
let releases: Release[];

/** People who join when they like, come when they are ill, and have some rare illnesses: nothing here is made to be anonymous. */
beforeAll(async () => {
  study = await aStudy({ k, classes: [['ageBand', 'sex'], ['sex'], []], waitMonths: 3 });
  const random = seeded(7);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const people: string[] = [];
  const day = (month: number) => new Date(Date.UTC(2026, month, 1 + Math.floor(random() * 27), 9)).toISOString();
  for (let month = 0; month < months; month += 1) {
    for (let joining = 0; joining < peopleAMonth; joining += 1) {
      people.push(await study.aParticipant({ ageBand: one(['20-29', '60-69', '60-69', '70-79']), sex: one(['female', 'female', 'male', 'other']), region: 'DE-BE' }, new Date(day(month))));
    }
    for (const patientId of people) {
      if (random() < 0.35) await study.aVisit(patientId, { visit_class: one(['ambulatory', 'ambulatory', 'ambulatory', 'emergency', 'house-boat']) }, day(month));
      if (random() < 0.03) await study.aMeasure(patientId, { code: one(['4548-4', '2160-0']), unit: one(['%', 'mg/dL']), quantity: 7, taken_at: day(month) });
    }
    if (month === 6) await study.withdraw(people[3] ?? '');
    await study.run(new Date(Date.UTC(2026, month + 1, 1)).toISOString().slice(0, 7));
  }
  releases = await readReleases(study);
});
afterAll(() => study.stop());

it('lets in, over all releases together, nobody who could be told from fewer than k others', () => {
  const found = attack(releases);
  expect(releases.length).toBeGreaterThan(5);
  expect(found.smallestArrival).toBeGreaterThanOrEqual(k);
  expect(found.smallestClass).toBeGreaterThanOrEqual(k);
  expect(found.smallestNews).toBeGreaterThanOrEqual(k);
  expect(found.rarestCode).toBeGreaterThanOrEqual(k);
  expect(found.preciseDates).toEqual([]);
  expect(found.inOrderOfWriting).toBe(false);
});

it('tells most of what the record holds all the same', () => {
  const people = releases.reduce((sum, { tables }) => sum + (tables['person']?.length ?? 0), 0);
  expect(people).toBeGreaterThan(0.6 * months * peopleAMonth);
});

it('gives away no id of the record, of a person, a visit or a measure', async () => {
  const files = JSON.stringify(releases.map(({ tables }) => tables));
  expect(files).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}/);
  const { rows } = await study.owner.query<{ id: string }>('SELECT id FROM measure');
  const numbers = new Set(releases.flatMap(({ tables }) => (tables['measurement'] ?? []).map((row) => row['measurement_id'])));
  const asNumber = (id: string) => BigInt(`0x${id.replaceAll('-', '').slice(0, 16)}`) & 0x7fffffffffffffffn;
  expect(rows.some(({ id }) => numbers.has(String(asNumber(id))))).toBe(false);
});

it('is seen through by the attacker where a defence is missing', () => {
  const [first] = releases;
  if (!first) throw new Error('There is no release');
  const alone = { person_id: '9223372036854775800', age_band: '90+', sex: 'female', region: '' };
  const late: Release = { ...first, number: 99, tables: { person: [alone], measurement: [{ measurement_id: v7(), person_id: first.tables['person']?.[0]?.['person_id'] ?? '', measurement_source_value: '2345-7', measurement_date: '2026-11-17' }] } };
  expect(attack([...releases, late])).toMatchObject({ smallestArrival: 1, smallestClass: 1, smallestNews: 1, rarestCode: 1, preciseDates: ['2026-11-17'] });
});
