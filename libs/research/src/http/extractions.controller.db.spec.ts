import { createHash } from 'node:crypto';
import type { Acting } from '@anamnesis/sign-in';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { insertStudy } from '../testing/insert-study';
import { type ResearchProcesses, researchProcesses } from '../testing/research-processes';
import { type Asked, type ServedResearch, servedResearch } from '../testing/served-research';

jest.setTimeout(60_000);

const contents = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 256));
const sha256 = (of: Buffer) => createHash('sha256').update(of).digest('hex');
const manifest = Buffer.from('{"name": "release-1"}\n');
const etag = `"${sha256(contents)}"`;

let processes: ResearchProcesses;
let served: ServedResearch;
let clinic: Clinic;
let admin: Acting;
let researcher: Acting;
let studyId: string;

beforeAll(async () => {
  processes = await researchProcesses();
  served = await servedResearch(processes);
});
afterAll(async () => {
  await served.stop();
  await processes.stop();
});
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
  admin = await clinic.account('admin');
  researcher = await clinic.account('researcher');
  studyId = await insertStudy(clinic);
  await clinic.insert('study_researcher', { study_id: studyId, account_id: researcher.accountId });
});
afterEach(() => clinic.close());

type Json = Record<string, unknown>;
const ask = (path: string, as = researcher, asked: Asked = {}) => served.ask(`/studies/${studyId}/extractions${path}`, as, asked);
const json = async (answer: Promise<Response>) => (await (await answer).json()) as Json;
const run = () => ask('', admin, { method: 'POST' });
const file = (headers: Readonly<Record<string, string>> = {}, as = researcher) => ask('/1/files/measurement.csv.gz', as, { headers });

/** What the extraction leaves when it has published. */
async function release(): Promise<void> {
  await run();
  await served.files.putByContent(`studies/${studyId}`, contents);
  await served.files.putByContent(`studies/${studyId}`, manifest);
  await clinic.sql(`UPDATE extraction SET status = 'published', counts = '{"letIn": 12, "waiting": 3}' WHERE study_id = $1`, [studyId]);
  await clinic.sql(
    `INSERT INTO release (study_id, number, extraction_number, cursors, manifest_sha256, files, privacy, published_at) VALUES ($1, 1, 1, ARRAY[pg_current_snapshot()], $2, $3, '{"k": 5, "waiting": "<11"}', now())`,
    [studyId, sha256(manifest), JSON.stringify([{ name: 'measurement.csv.gz', mediaType: 'text/csv', bytes: contents.length, sha256: sha256(contents), rows: 40 }])],
  );
}

it('accepts a run and tells where to watch it', async () => {
  const accepted = await run();
  expect([accepted.status, accepted.headers.get('location')]).toEqual([202, `/studies/${studyId}/extractions/1`]);
  expect(await accepted.json()).toMatchObject({ number: 1, status: 'queued' });
  expect((await run()).headers.get('location')).toBe(`/studies/${studyId}/extractions/2`);
  expect(await json(ask('/2'))).toMatchObject({ number: 2, status: 'queued' });
  for (const number of ['3', '2147483647']) expect((await ask(`/${number}`)).status).toBe(404);
  for (const number of ['0', '-1', '1.5', 'one', '99999999999']) expect((await ask(`/${number}`)).status).toBe(422);
});

it('is nothing that a researcher, a patient or somebody elsewhere may ask for', async () => {
  for (const role of ['researcher', 'auditor', 'patient', 'doctor', 'desk', 'nurse']) expect([role, (await ask('', await clinic.account(role), { method: 'POST' })).status]).toEqual([role, 403]);
  await clinic.sql(`UPDATE study SET status = 'closed' WHERE id = $1`, [studyId]);
  expect((await run()).status).toBe(409);
});

it('lists page by page, newest first', async () => {
  for (let asked = 0; asked < 3; asked += 1) await run();
  const first = (await json(ask('?limit=2'))) as { items: { number: number }[]; nextCursor: string };
  const second = (await json(ask(`?limit=2&cursor=${first.nextCursor}`))) as { items: { number: number }[]; nextCursor?: string };
  expect([first.items.map(({ number }) => number), second.items.map(({ number }) => number), second.nextCursor]).toEqual([[3, 2], [1], undefined]);
});

it('shows a release with its files and its privacy to who works with the study; small counts are not told', async () => {
  await release();
  for (const acting of [researcher, admin, await clinic.account('auditor')]) {
    expect(await json(ask('/1', acting))).toMatchObject({
      status: 'published',
      counts: { letIn: 12, waiting: '<11' },
      release: {
        number: 1,
        manifest: { href: `/studies/${studyId}/extractions/1/files/datapackage.json`, sha256: sha256(manifest) },
        files: [{ name: 'measurement.csv.gz', href: `/studies/${studyId}/extractions/1/files/measurement.csv.gz`, mediaType: 'text/csv', bytes: 1000, sha256: sha256(contents), rows: 40 }],
        privacy: { k: 5, waiting: '<11' },
      },
    });
  }
  const another = await clinic.account('researcher');
  for (const path of ['', '/1', '/1/files/measurement.csv.gz', '/1/files/datapackage.json']) expect([path, (await ask(path, another)).status]).toEqual([path, 404]);
});

describe('a file of a release', () => {
  beforeEach(release);

  it('comes whole, under a strong ETag, to be kept privately', async () => {
    const answer = await file();
    expect([answer.status, ...['etag', 'content-type', 'content-length', 'accept-ranges', 'cache-control', 'content-disposition'].map((name) => answer.headers.get(name))]).toEqual([
      200, etag, 'text/csv', '1000', 'bytes', 'private, no-cache', 'attachment; filename="measurement.csv.gz"',
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(contents)).toBe(true);
    const described = await ask('/1/files/datapackage.json');
    expect([described.headers.get('content-type'), await described.text()]).toEqual(['application/json', manifest.toString()]);
  });

  it.each([['bytes=0-99', 0, 99], ['bytes=500-', 500, 999], ['bytes=-1', 999, 999], ['bytes=990-5000', 990, 999]])('goes on at %s', async (range, first, last) => {
    const answer = await file({ range, 'if-range': etag });
    expect([answer.status, answer.headers.get('content-range'), answer.headers.get('content-length')]).toEqual([206, `bytes ${String(first)}-${String(last)}/1000`, String(last - first + 1)]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(contents.subarray(first, last + 1))).toBe(true);
  });

  it('begins anew where the part at hand is of another file, or the range can not be read', async () => {
    for (const headers of [{ range: 'bytes=500-', 'if-range': '"another"' }, { range: 'bytes=500-', 'if-range': `W/${etag}` }, { range: 'bytes=0-1,5-6' }, { range: 'pages=1-2' }] as Record<string, string>[]) {
      const answer = await file(headers);
      expect([answer.status, Buffer.from(await answer.arrayBuffer()).length]).toEqual([200, 1000]);
    }
  });

  it('answers 416 with its length to a range that it does not have', async () => {
    const answer = await file({ range: 'bytes=1000-' });
    expect([answer.status, answer.headers.get('content-range'), answer.headers.get('content-type'), await answer.json()]).toMatchObject([416, 'bytes */1000', expect.stringContaining('application/problem+json'), { code: 'request.range-unsatisfiable' }]);
  });

  it.each([etag, `W/${etag}`, `"other", ${etag}`, '*'])('is not sent again to whoever has it: %s', async (known) => {
    const answer = await file({ 'if-none-match': known, range: 'bytes=0-9' });
    expect([answer.status, answer.headers.get('etag'), (await answer.arrayBuffer()).byteLength]).toEqual([304, etag, 0]);
  });

  it('is for the researchers of the study: not for its admin, an auditor or one whom it was taken from', async () => {
    for (const acting of [admin, await clinic.account('auditor'), clinic.doctor, clinic.patient]) expect([acting.role, (await file({}, acting)).status]).toEqual([acting.role, 403]);
    await clinic.sql('DELETE FROM study_researcher WHERE account_id = $1', [researcher.accountId]);
    expect((await file()).status).toBe(404);
  });

  it('that the release does not have is unknown, whatever its name', async () => {
    for (const name of ['person.csv.gz', 'measurement.csv', sha256(contents)]) expect([name, (await ask(`/1/files/${name}`)).status]).toEqual([name, 404]);
    for (const name of ['..%2F..%2Fetc%2Fpasswd', '.hidden', '%2e%2e', 'a%00b']) expect([name, [404, 422].includes((await ask(`/1/files/${name}`)).status)]).toEqual([name, true]);
    expect((await ask('/2/files/measurement.csv.gz')).status).toBe(404);
  });

  it('that is not kept any more is gone', async () => {
    await served.files.remove(`studies/${studyId}/${sha256(contents)}`);
    expect((await file()).status).toBe(410);
  });

  it('leaves an entry each time it is fetched, and where it is refused', async () => {
    await file();
    await file({ range: 'bytes=5-' });
    await ask('/1/files/person.csv.gz');
    const entries = await clinic.sql<{ action: string; actor_id: string; file: string | null }>(`SELECT action, actor_id, request ->> 'file' AS file FROM audit.entry WHERE thing = 'Release' AND thing_id = $1 AND action IN ('export', 'refused') ORDER BY at`, [studyId]);
    expect(entries).toEqual([
      { action: 'export', actor_id: researcher.accountId, file: 'measurement.csv.gz' },
      { action: 'export', actor_id: researcher.accountId, file: 'measurement.csv.gz' },
      { action: 'refused', actor_id: researcher.accountId, file: null },
    ]);
  });
});
