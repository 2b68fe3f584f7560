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

describe('what may leave', () => {
  let people: string[];
  const some = () => people[0] ?? '';
  beforeEach(async () => {
    people = await many(6, () => study.aParticipant());
  });

  it('is no draft: an open visit goes out once it is completed, and nothing of it before', async () => {
    const { visitId } = await study.aVisit(some(), { status: 'open', ended_at: null, completed_at: null });
    expect(await study.run('2026-02')).toMatchObject({ counts: { letIn: 6, visits: 0, measures: 0 } });
    for (const patientId of people.slice(1)) await study.aVisit(patientId);
    // Only the visit is written to: its measures have to follow it all the same.
    await study.owner.query(`UPDATE visit SET status = 'completed', completed_at = now() WHERE id = $1`, [visitId]);
    expect(await study.run('2026-03')).toMatchObject({ counts: { visits: 6, measures: 18 } });
  });

  it('is taken back when it was entered in error, at once and once, and comes again when it was not', async () => {
    const { visitId, measureIds } = await study.aVisit(some());
    await study.run('2026-02');
    const set = (table: string, id: string | undefined, status: string) => study.owner.query(`UPDATE ${table} SET status = $2 WHERE id = $1`, [id, status]);
    await set('measure', measureIds[2], 'entered-in-error');
    expect(await study.run('2026-03')).toMatchObject({ status: 'published', counts: { visits: 0, measures: 0, retractions: 1 } });
    await set('visit', visitId, 'entered-in-error');
    expect(await study.run('2026-04')).toMatchObject({ status: 'published', counts: { retractions: 3 } });
    expect(replay(await readReleases(study))).toMatchObject({ visits: new Map(), measures: new Map() });
    expect(await study.run('2026-05')).toMatchObject({ status: 'nothing-new' });
    await set('visit', visitId, 'completed');
    for (const patientId of people.slice(1)) await study.aVisit(patientId);
    expect(await study.run('2026-06')).toMatchObject({ status: 'published', counts: { visits: 6, measures: 17 } });
    expect(replay(await readReleases(study)).visits.size).toBe(6);
    expect((await readReleases(study))[3]?.tables['visit_occurrence']).toEqual(expect.arrayContaining([expect.objectContaining({ visit_number: '1' })]));
  });

  it('takes back what is held back elsewhere, and does not say so again when the person is let go', async () => {
    const { measureIds } = await study.aVisit(some());
    await study.run('2026-02');
    await study.aVisit(some(), {}, '2026-02-20T09:00:00Z');
    await study.owner.query(`UPDATE measure SET status = 'entered-in-error' WHERE id = $1`, [measureIds[0]]);
    expect(await study.run('2026-03')).toMatchObject({ status: 'published', counts: { visits: 0, measures: 0, retractions: 1, heldBack: 1 } });
    for (const patientId of people.slice(1)) await study.aVisit(patientId);
    expect(await study.run('2026-04')).toMatchObject({ counts: { visits: 6, measures: 18, retractions: 0, heldBack: 0 } });
  });

  it('is nothing that the patient keeps back: restricted later, it is taken back', async () => {
    const { visitId } = await study.aVisit(some());
    await study.aVisit(some(), { sensitivity: 2 });
    expect(await study.run('2026-02')).toMatchObject({ counts: { visits: 1, measures: 3 } });
    await study.owner.query('UPDATE visit SET sensitivity = 2 WHERE id = $1', [visitId]);
    expect(await study.run('2026-03')).toMatchObject({ counts: { retractions: 4 } });
  });

  it('is a measure that the profile knows, in its unit, rounded, its extremes as bounds', async () => {
    for (const patientId of people) await study.aMeasure(patientId, { code: '29463-7', quantity: '72.4567', unit: 'kg', entered_value: '72.4567', setting: 'home' });
    await study.aMeasure(some(), { code: '29463-7', quantity: 512, unit: 'kg', entered_value: '512' });
    await study.aMeasure(some(), { code: '29463-7', quantity: 160, unit: '[lb_av]', entered_value: '160' });
    await study.aMeasure(some(), { code: '18262-6', quantity: 100, unit: 'mg/dL', entered_value: '100' });
    await study.aMeasure(some(), { code: '29463-7', quantity: null, unit: null, text_value: 'too heavy for our scale', entered_value: 'too heavy for our scale' });
    await study.run('2026-02');
    const [release] = await readReleases(study);
    const rows = release?.tables['measurement'] ?? [];
    expect(rows.map((row) => [row['value_as_number'], row['operator_concept_id']]).sort()).toEqual([['300.00', '4171755'], ...Array.from({ length: 6 }, () => ['72.46', '4172703'])]);
    expect(rows.filter((row) => row['measurement_type_concept_id'] === '32865')).toHaveLength(6);
  });

  it('is a code that k people carry; a rarer one goes out as other, without its value, and stays so', async () => {
    const rare = { code: '4548-4', unit: '%', quantity: 9.1, entered_value: '9.1' };
    const corrected = await study.aMeasure(some(), rare);
    for (const patientId of people) await study.aVisit(patientId, { visit_class: patientId === some() ? 'inpatient' : 'ambulatory' });
    expect(await study.run('2026-02')).toMatchObject({ counts: { generalised: 2 } });
    for (const patientId of people.slice(1)) await study.aMeasure(patientId, rare);
    await study.owner.query('UPDATE measure SET quantity = 9.3 WHERE id = $1', [corrected]);
    expect(await study.run('2026-03')).toMatchObject({ counts: { measures: 6, generalised: 1 } });
    const { measures, visits } = replay(await readReleases(study));
    const told = [...measures.values()].filter((row) => row['measurement_concept_id'] === '3004410' || row['measurement_source_value'] === 'other').map((row) => [row['measurement_source_value'], row['value_as_number'], row['unit_source_value']]);
    expect(told.sort()).toEqual([...Array.from({ length: 5 }, () => ['4548-4', '9.1', '%']), ['other', '', '']]);
    expect([...visits.values()].map((row) => row['visit_source_value']).sort()).toEqual(['ambulatory', 'ambulatory', 'ambulatory', 'ambulatory', 'ambulatory', 'other']);
  });

  it('is nothing personal: a word of each column of text is in no file, no manifest, no name and not in the ledger', async () => {
    for (const patientId of people) await study.aVisit(patientId);
    const marked = `SELECT table_name, column_name, udt_name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name IN ('patient', 'visit', 'measure') AND udt_name IN ('text', '_text', 'jsonb')
        AND column_name NOT IN ('status', 'code', 'unit', 'setting', 'origin', 'birth_date_precision', 'sex', 'verification', 'zone', 'visit_class', 'names', 'coded_value', 'text_value')`;
    const { rows } = await study.owner.query<{ table_name: string; column_name: string; udt_name: string }>(marked);
    expect(rows.length).toBeGreaterThan(15);
    for (const { table_name: table, column_name: column, udt_name: type } of rows) {
      const canary = { text: `'CanaryZq7' || gen_random_uuid()`, _text: `ARRAY['CanaryZq7']`, jsonb: `'{"text": "CanaryZq7"}'` }[type] ?? '';
      await study.owner.query(`UPDATE ${table} SET ${column} = ${canary}`);
    }
    await study.owner.query(`UPDATE patient SET names = '[{"text": "CanaryZq7"}]'; UPDATE participation SET consent = consent || '{"note": "CanaryZq7"}'`);
    expect(await study.run('2026-02')).toMatchObject({ counts: { letIn: 6, visits: 6, measures: 18 } });
    const { rows: ledger } = await study.owner.query('SELECT r, e FROM release r JOIN extraction e ON e.study_id = r.study_id');
    const told = [await readReleases(study), await study.files.keysIn(`studies/${study.studyId}`), ledger];
    expect(JSON.stringify(told)).not.toMatch(/canary/i);
    // A visit’s class that only we know is one of those words.
    await study.owner.query(`UPDATE visit SET visit_class = 'CanaryZq7'`);
    await study.run('2026-03');
    expect(JSON.stringify(await readReleases(study))).not.toMatch(/canary/i);
  });

  it('is nothing of a column that is new: the files are the same, and the role can not read it', async () => {
    for (const patientId of people) await study.aVisit(patientId);
    const shape = async () => Object.entries((await readReleases(study)).at(-1)?.tables ?? {}).map(([table, rows]) => [table, Object.keys(rows[0] ?? {})]);
    await study.run('2026-02');
    const before = await shape();
    for (const table of ['patient', 'visit', 'measure', 'participation']) await study.owner.query(`ALTER TABLE ${table} ADD COLUMN told_in_confidence text DEFAULT 'CanaryColumnZq7'`);
    for (const patientId of people) await study.aVisit(patientId);
    await many(5, async () => study.aVisit(await study.aParticipant({ sex: 'male' })));
    expect(await study.run('2026-03')).toMatchObject({ status: 'published' });
    expect(await shape()).toEqual(before);
    expect(JSON.stringify(await readReleases(study))).not.toContain('CanaryColumnZq7');
  });
});

describe('who takes part', () => {
  it('is sent no more after a withdrawal: the next release names the pseudonym, and what tied it to the person is destroyed', async () => {
    const people = await many(6, () => study.aParticipant());
    for (const patientId of people) await study.aVisit(patientId);
    await study.run('2026-02');
    const [gone = ''] = people;
    await study.withdraw(gone);
    for (const patientId of people) await study.aVisit(patientId);
    expect(await study.run('2026-03')).toMatchObject({ status: 'published', counts: { deletions: 1, visits: 5 } });
    const { persons, visits } = replay(await readReleases(study));
    expect([persons.size, visits.size]).toEqual([5, 10]);
    for (const table of ['subject', 'numbered', 'row_state']) expect((await study.owner.query(`SELECT FROM research.${table} WHERE patient_id = $1`, [gone])).rowCount).toBe(0);

    await study.owner.query(`UPDATE participation SET status = 'consented', withdrawn_at = NULL, consented_at = '2026-03-20' WHERE patient_id = $1`, [gone]);
    await many(5, () => study.aParticipant());
    expect(await study.run('2026-04')).toMatchObject({ counts: { letIn: 6, visits: 2 } });
    const again = replay(await readReleases(study));
    expect(again.persons.size).toBe(11);
    expect(new Set([...persons.keys(), ...again.persons.keys()]).size).toBe(11);
  });

  it('has another pseudonym after withdrawing and consenting again between two runs', async () => {
    const people = await many(6, () => study.aParticipant());
    await study.run('2026-02');
    await study.withdraw(people[0] ?? '');
    await study.owner.query(`UPDATE participation SET status = 'consented', withdrawn_at = NULL, consented_at = '2026-02-20' WHERE patient_id = $1`, [people[0]]);
    await many(4, () => study.aParticipant());
    expect(await study.run('2026-03')).toMatchObject({ counts: { letIn: 5, deletions: 1 } });
    expect(replay(await readReleases(study)).persons.size).toBe(10);
  });

  it('who waited for so long enters a coarser class, with others who did', async () => {
    await many(3, () => study.aParticipant({ sex: 'female' }));
    await many(2, () => study.aParticipant({ sex: 'male' }));
    expect(await study.run('2026-06')).toMatchObject({ status: 'nothing-new', counts: { waiting: 5 } });
    await many(5, () => study.aParticipant({ sex: 'female' }, new Date('2026-06-20')));
    expect(await study.run('2026-07')).toMatchObject({ status: 'published', counts: { letIn: 8, waiting: 2 } });
    await many(3, () => study.aParticipant({ sex: 'other' }, new Date('2026-01-20')));
    expect(await study.run('2026-08')).toMatchObject({ counts: { letIn: 5, waiting: 0 } });
    const persons = [...replay(await readReleases(study)).persons.values()].map((row) => row['sex']);
    expect(persons.sort()).toEqual(['', '', '', '', '', ...Array.from({ length: 8 }, () => 'female')]);
  });
});

describe('a run', () => {
  it('of a period that has its release is dry: it leaves nothing behind but its counts', async () => {
    const people = await many(5, () => study.aParticipant());
    await study.run('2026-02');
    for (const patientId of people) await study.aVisit(patientId);
    const before = await study.files.keysIn(`studies/${study.studyId}`);
    expect(await study.run('2026-02')).toMatchObject({ status: 'dry-run', counts: { visits: 5, measures: 15 } });
    expect(await study.files.keysIn(`studies/${study.studyId}`)).toEqual(before);
    expect((await study.owner.query('SELECT number, status, counts ->> \'visits\' AS visits FROM extraction ORDER BY number')).rows).toEqual([{ number: 1, status: 'published', visits: '0' }, { number: 2, status: 'dry-run', visits: '5' }]);
    expect(await study.run('2026-03')).toMatchObject({ status: 'published', counts: { visits: 5 } });
  });

  it('that has ended is not run again, and of two at once one does it', async () => {
    await many(5, () => study.aParticipant());
    const key = { studyId: study.studyId, number: await study.ask() };
    const outcomes = await Promise.all([1, 2, 3].map(() => study.runExtraction.execute(key)));
    expect(outcomes.filter((outcome) => outcome?.status === 'published')).toHaveLength(1);
    expect(await study.runExtraction.execute(key)).toEqual({ status: 'ended-before' });
    expect(await readReleases(study)).toHaveLength(1);
  });

  it('of a study that was closed before it began is ended, and not asked for again', async () => {
    await many(5, () => study.aParticipant());
    await study.owner.query(`UPDATE study SET status = 'closed', closed_at = now()`);
    expect(await study.run('2026-02')).toEqual({ status: 'ended-before' });
    expect((await study.owner.query(`SELECT status, problem ->> 'code' AS code FROM extraction`)).rows).toEqual([{ status: 'failed', code: 'study.closed' }]);
  });

  it('removes what killed ones have left, and nothing that was released', async () => {
    await many(5, () => study.aParticipant());
    await study.run('2026-02');
    const released = await study.files.keysIn(`studies/${study.studyId}`);
    expect(released).toHaveLength(6);
    await study.files.putByContent(`studies/${study.studyId}`, Buffer.from('half a release'));
    await study.run('2026-03');
    expect((await study.files.keysIn(`studies/${study.studyId}`)).sort()).toEqual(released.sort());
  });

  it('names in its manifest what the ledger holds, and the release before by its hash', async () => {
    const people = await many(5, () => study.aParticipant());
    await study.run('2026-02');
    for (const patientId of people) await study.aVisit(patientId);
    await study.run('2026-03');
    const releases = await readReleases(study);
    const { rows } = await study.owner.query<{ manifest_sha256: string; files: { name: string; sha256: string; rows: number }[] }>('SELECT manifest_sha256, files FROM release ORDER BY number');
    expect(releases[1]?.manifest.previous).toEqual({ release: 1, sha256: rows[0]?.manifest_sha256 });
    expect(releases[1]?.manifest.resources.map(({ path, hash, rows: count }) => [path, hash, count])).toEqual(rows[1]?.files.map(({ name, sha256, rows: count }) => [name, `sha256:${sha256}`, count]));
    expect(releases[1]?.manifest.privacy).toMatchObject({ k: 5, people: '<11', smallestClass: '<11', smallestArrival: '<11', smallestNews: '<11', waiting: 0, heldBack: 0 });
  });

  it('goes on without loss when the database was restored into another cluster', async () => {
    const people = await many(5, () => study.aParticipant());
    for (const patientId of people) await study.aVisit(patientId);
    await study.run('2026-02');
    for (const patientId of people) await study.aMeasure(patientId);
    // What adopting does; transaction ids there are below those that the last release has seen.
    await study.owner.query('CREATE OR REPLACE FUNCTION app.current_origin() RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 2::smallint $$');
    for (const patientId of people) await study.aVisit(patientId);
    await study.owner.query(`ALTER TABLE visit DISABLE TRIGGER USER; ALTER TABLE measure DISABLE TRIGGER USER; UPDATE visit SET changed_xid = '5' WHERE changed_origin = 2; UPDATE measure SET changed_xid = '5' WHERE changed_origin = 2;
      ALTER TABLE visit ENABLE TRIGGER USER; ALTER TABLE measure ENABLE TRIGGER USER`);
    expect(await study.run('2026-03')).toMatchObject({ counts: { visits: 5, measures: 20 } });
    expect(await study.run('2026-04')).toMatchObject({ status: 'nothing-new' });
    for (const patientId of people) await study.aMeasure(patientId);
    expect(await study.run('2026-05')).toMatchObject({ counts: { visits: 0, measures: 5 } });
  });
});
