import { setTimeout as sleep } from 'node:timers/promises';
import { type StudyUnderTest, aStudy } from '../testing/a-study';
import { seeded, write } from '../testing/busy-writers';
import { ExtractorProcess } from '../testing/extractor-process';
import { expectedAfter, recordHistory, rememberSubjects, versionsSeen } from '../testing/record-history';
import { type Release, type Replayed, type Row, readReleases, replay } from '../testing/replay';

jest.setTimeout(180_000);

const [writers, releasesWanted, killsWanted] = [4, 10, 8];

let study: StudyUnderTest;

/** One after the other, each in the next month; killed in the middle more often than not, and asked again until it has ended. */
async function extractWhileWriting(patientIds: readonly string[], random: () => number): Promise<{ kills: number; races: number }> {
  const spare = () => ExtractorProcess.start(study.extractionPlace);
  const other = await spare();
  let one = await spare();
  let [kills, races] = [0, 0];
  // How long a run takes here, so that kills fall into the middle of one on any machine.
  let tookMs = 200;
  const waiting = [...patientIds];
  for (let month = 0; month < 400; month += 1) {
    const { rows } = await study.owner.query<{ released: number }>('SELECT count(*)::integer AS released FROM release');
    if ((rows[0]?.released ?? 0) >= releasesWanted && kills >= killsWanted) break;
    // Some consent while it runs: they arrive with all that they have by then.
    const joining = waiting.splice(0, 7);
    for (const patientId of joining) await study.consent(patientId);
    const key = { studyId: study.studyId, number: await study.ask() };
    const now = new Date(Date.UTC(2026, month, 15));
    for (;;) {
      const race = random() < 0.3;
      races += race ? 1 : 0;
      const kill = random() < 0.6 ? random() * tookMs : undefined;
      const began = performance.now();
      const [first, second] = await Promise.all([one.run(key, now, kill), race ? other.run(key, now) : undefined]);
      if (first.status === 'published' && !race) tookMs = performance.now() - began;
      if (first.status === 'killed') {
        kills += 1;
        one = await spare();
      }
      for (const answer of [first, second]) if (answer?.status === 'failed') throw new Error(answer.message);
      // A run whose process was killed holds its lock until the server notices.
      const ended = [first, second].some((answer) => answer !== undefined && ['published', 'nothing-new', 'dry-run', 'ended-before'].includes(answer.status));
      if (ended) break;
      await sleep(100);
    }
    await rememberSubjects(study.owner, study.studyId);
  }
  await Promise.all([one.stop(), other.stop()]);
  return { kills, races };
}

const toldOf = { visit: (row: Row) => row['visit_start_date'] ?? '', measure: (row: Row) => `${row['measurement_source_value'] ?? ''} ${row['value_as_number'] ?? ''} ${row['measurement_date'] ?? ''}` };

function held({ visits, measures }: Replayed): string[] {
  return [
    ...[...visits].map(([number, row]) => `visit ${number} of ${row['person_id'] ?? ''}: ${toldOf.visit(row)}`),
    ...[...measures].map(([number, row]) => `measure ${number} of ${row['person_id'] ?? ''} in ${row['visit_occurrence_id'] || 'no visit'}: ${toldOf.measure(row)}`),
  ].sort();
}

/** Rows that were sent again although nothing of them had changed. */
function sentTwice(releases: readonly Release[], seen: ReadonlyMap<string, number>): string[] {
  const last = new Map<string, number>();
  const twice: string[] = [];
  for (const { number, tables } of releases) {
    const ids = [...(tables['visit_occurrence'] ?? []).map((row) => row['visit_occurrence_id'] ?? ''), ...(tables['measurement'] ?? []).map((row) => row['measurement_id'] ?? '')];
    for (const id of ids) {
      const before = last.get(id);
      if (before !== undefined && seen.get(`${id} ${String(before)}`) === seen.get(`${id} ${String(number)}`)) twice.push(`${id} in ${String(before)} and ${String(number)}`);
      last.set(id, number);
    }
    if (new Set(ids).size < ids.length) twice.push(`an id twice in ${String(number)}`);
  }
  return twice;
}

beforeAll(async () => {
  study = await aStudy({ classes: [[]] });
  await recordHistory(study.owner);
});
afterAll(() => study.stop());

it(`gives researchers exactly what the record held at each release, once, while ${String(writers)} write in long transactions and extractors are killed`, async () => {
  const patientIds: string[] = [];
  for (let made = 0; made < 60; made += 1) patientIds.push(await study.aPatient());
  const stopping = new AbortController();
  const writing = Array.from({ length: writers }, (_, place) => write(study.place.ownerUrl, patientIds, seeded(place + 1), stopping.signal));
  const { kills } = await extractWhileWriting(patientIds, seeded(99));
  stopping.abort();
  const committed = (await Promise.all(writing)).reduce((sum, each) => sum + each, 0);

  const releases = await readReleases(study);
  expect(releases.length).toBeGreaterThanOrEqual(releasesWanted);
  expect(kills).toBeGreaterThanOrEqual(killsWanted);
  expect(committed).toBeGreaterThan(100);
  for (const { number } of releases) {
    const expected = await expectedAfter(study.owner, study.studyId, number);
    const wanted = expected.map((row) => (row.kind === 'visit' ? `visit ${row.number} of ${row.person_id}: ${row.told}` : `measure ${row.number} of ${row.person_id} in ${row.of_visit ?? 'no visit'}: ${row.told}`));
    expect({ release: number, held: held(replay(releases.slice(0, number))) }).toEqual({ release: number, held: wanted.sort() });
  }
  expect(sentTwice(releases, await versionsSeen(study.owner, study.studyId))).toEqual([]);
  const { visits } = replay(releases);
  const ordinals = [...visits.values()].map((row) => `${row['person_id'] ?? ''} ${row['visit_number'] ?? ''}`);
  expect(new Set(ordinals).size).toBe(ordinals.length);
});
