import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { type StudyUnderTest, aStudy } from './testing/a-study';
import { downloadReleases } from './testing/download-releases';
import { readReleases, replay } from './testing/replay';

jest.setTimeout(60_000);

let study: StudyUnderTest;
let folder: string;

const loader = join(__dirname, '../loaders/replay.mjs');
const run = (...options: string[]) => promisify(execFile)(process.execPath, [loader, ...options], { env: {} });

/** Three releases with corrections, a retraction, a withdrawal and a return in them. */
beforeAll(async () => {
  study = await aStudy({ classes: [[]] });
  folder = await mkdtemp(join(tmpdir(), 'releases-'));
  const people: string[] = [];
  for (let made = 0; made < 7; made += 1) people.push(await study.aParticipant());
  const first = await study.aVisit(people[0] ?? '');
  const second = await study.aVisit(people[1] ?? '');
  await study.aVisit(people[2] ?? '');
  await study.run('2026-02');
  for (const patientId of people) await study.aVisit(patientId);
  await study.owner.query('UPDATE measure SET quantity = 66 WHERE id = $1', [second.measureIds[2]]);
  await study.owner.query(`UPDATE measure SET status = 'entered-in-error' WHERE id = $1`, [first.measureIds[2]]);
  await study.run('2026-03');
  await study.withdraw(people[2] ?? '');
  await study.run('2026-04');
});
afterAll(async () => {
  await study.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await rm(folder, { recursive: true });
  await downloadReleases(study, folder);
});

it('replays what was downloaded into the state that all releases add up to', async () => {
  const { stdout } = await run(folder);
  expect(stdout).toContain('3 releases replayed');
  const expected = replay(await readReleases(study));
  const connection = await (await DuckDBInstance.create(join(folder, 'study.duckdb'))).connect();
  // As words, as they stand in the files.
  const held = async (table: string, key: string) =>
    (await connection.runAndReadAll(`SELECT COALESCE(regexp_replace(COLUMNS(*)::VARCHAR, '\\.0$', ''), '') FROM ${table} ORDER BY ${key}`)).getRowObjects();
  const inOrder = (rows: Iterable<Readonly<Record<string, string>>>, key: string) => [...rows].sort((one, other) => ((one[key] ?? '') < (other[key] ?? '') ? -1 : 1));
  expect(await held('person', 'person_id')).toEqual(inOrder(expected.persons.values(), 'person_id'));
  expect(await held('visit_occurrence', 'visit_occurrence_id')).toEqual(inOrder(expected.visits.values(), 'visit_occurrence_id'));
  expect(await held('measurement', 'measurement_id')).toEqual(inOrder(expected.measures.values(), 'measurement_id'));
  expect(expected.persons.size).toBe(6);
  connection.closeSync();
});

it('can be done again, into another place too', async () => {
  await run(folder);
  const { stdout } = await run(folder, join(folder, 'other.duckdb'));
  expect(stdout).toContain('other.duckdb');
});

it.each([
  ['a release is missing', () => rm(join(folder, 'release-2'), { recursive: true }), 'Release 2 is missing'],
  ['a file was changed', () => appendFile(join(folder, 'release-2/measurement.csv.gz'), 'x'), 'measurement.csv.gz of release 2 is not the file that was published'],
  ['a file is missing', () => rm(join(folder, 'release-1/person.csv.gz')), 'person.csv.gz of release 1 is missing'],
  ['a manifest was changed', () => appendFile(join(folder, 'release-1/datapackage.json'), '\n'), 'Release 2 does not follow the release 1 that is here'],
  ['there is nothing', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    await rm(folder);
    folder = await mkdtemp(join(tmpdir(), 'releases-'));
  }, 'There is no release here'],
])('says in a sentence that %s', async (_, breakIt, sentence) => {
  await breakIt();
  await expect(run(folder)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) as string });
});
