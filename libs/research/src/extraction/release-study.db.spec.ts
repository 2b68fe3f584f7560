import { type StudyUnderTest, aStudy } from '../testing/a-study';
import { readReleases, replay } from '../testing/replay';

jest.setTimeout(60_000);

let study: StudyUnderTest;
const many = async <T>(count: number, make: (place: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = [];
  for (let place = 0; place < count; place += 1) made.push(await make(place));
  return made;
};

beforeEach(async () => {
  study = await aStudy();
});
afterEach(() => study.stop());

describe('the first release', () => {
  it('holds the people of a class of k, their visits and their measures, and nothing of anybody else', async () => {
    const people = await many(5, () => study.aParticipant());
    for (const patientId of people) await study.aVisit(patientId);
    await study.aVisit(await study.aPatient());
    await many(4, async () => study.aVisit(await study.aParticipant({ sex: 'male' })));

    expect(await study.run('2026-02')).toEqual({ status: 'published', counts: { letIn: 5, waiting: 4, heldBack: 0, visits: 5, measures: 15, generalised: 0, retractions: 0, deletions: 0 } });

    const [release] = await readReleases(study);
    expect(release?.tables['person']).toHaveLength(5);
    expect(release?.tables['person']?.[0]).toMatchObject({ gender_concept_id: '8532', year_of_birth: '0', age_band: '', sex: 'female', region: '' });
    expect(release?.tables['visit_occurrence']?.[0]).toMatchObject({ visit_concept_id: '9202', visit_start_date: '2026-01-01', visit_end_date: '2026-01-01', visit_source_value: 'ambulatory', visit_number: '1', date_precision: 'month' });
    const systolic = release?.tables['measurement']?.filter((row) => row['measurement_source_value'] === '8480-6') ?? [];
    expect(systolic).toHaveLength(5);
    expect(systolic[0]).toMatchObject({ measurement_concept_id: '3004249', measurement_date: '2026-01-01', operator_concept_id: '4172703', value_as_number: '152', unit_concept_id: '8876', unit_source_value: 'mm[Hg]' });
    const diastolic = release?.tables['measurement']?.find((row) => row['measurement_event_id'] === systolic[0]?.['measurement_event_id'] && row['measurement_source_value'] === '8462-4');
    expect(diastolic).toMatchObject({ person_id: systolic[0]?.['person_id'], visit_occurrence_id: systolic[0]?.['visit_occurrence_id'], value_as_number: '94' });
  });
});

describe('the next release', () => {
  it('holds only what is new, under the ids that are known', async () => {
    const people = await many(6, () => study.aParticipant());
    const before = await many(6, (place) => study.aVisit(people[place] ?? ''));
    await study.run('2026-02');
    for (const patientId of people.slice(0, 5)) await study.aMeasure(patientId, { quantity: 80 });
    const corrected = before[5]?.measureIds[2] ?? '';
    await study.owner.query('UPDATE measure SET quantity = 65 WHERE patient_id = $1 AND id = $2', [people[5], corrected]);

    expect(await study.run('2026-03')).toMatchObject({ status: 'published', counts: { letIn: 0, visits: 0, measures: 6 } });

    const releases = await readReleases(study);
    const { measures } = replay(releases);
    expect(measures.size).toBe(18 + 5);
    const values = [...measures.values()].filter((row) => row['measurement_source_value'] === '8867-4').map((row) => row['value_as_number']);
    expect(values.sort()).toEqual(['65', '71', '71', '71', '71', '71', '80', '80', '80', '80', '80'].sort());
    expect(releases[1]?.manifest.previous?.release).toBe(1);
  });

  it('waits for k people of a class with news, and then holds all that waited', async () => {
    const people = await many(8, () => study.aParticipant());
    await study.run('2026-02');
    for (const patientId of people.slice(0, 4)) await study.aVisit(patientId);
    expect(await study.run('2026-03')).toMatchObject({ status: 'nothing-new' });
    await many(5, () => study.aParticipant({ sex: 'male' }));
    expect(await study.run('2026-04')).toMatchObject({ status: 'published', counts: { letIn: 5, heldBack: 4, visits: 0 } });
    await study.aVisit(people[4] ?? '');
    await study.aVisit(people[0] ?? '', {}, '2026-05-02T09:00:00Z');
    expect(await study.run('2026-05')).toMatchObject({ status: 'published', counts: { heldBack: 0, visits: 6, measures: 18 } });
    expect(await study.run('2026-06')).toMatchObject({ status: 'nothing-new' });
    const { visits } = replay(await readReleases(study));
    expect([...visits.values()].map((row) => row['visit_number']).sort()).toEqual(['1', '1', '1', '1', '1', '2']);
  });
});
