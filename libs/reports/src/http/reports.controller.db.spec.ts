import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { DatabaseModule } from '@anamnesis/database';
import { serve } from '@anamnesis/http';
import { createLogger } from '@anamnesis/logging';
import { QueueModule } from '@anamnesis/queue';
import { MakeReport, reportsEntities } from '@anamnesis/reports';
import { type Acting, SignInModule, openKeyRing, signAccessToken } from '@anamnesis/sign-in';
import { StorageModule } from '@anamnesis/storage';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { type ReportProcesses, reportProcesses } from '../testing/report-processes';
import { ReportsHttpModule } from './reports-http.module';

jest.setTimeout(60_000);

let processes: ReportProcesses;
let served: Awaited<ReturnType<typeof serve>>;
let folder: string;
let tokenOf: (acting: Acting) => Promise<string>;
let clinic: Clinic;

beforeAll(async () => {
  processes = await reportProcesses();
  folder = mkdtempSync(join(tmpdir(), 'anamnesis-reports-http-'));
  const { current, publicKeys } = await openKeyRing(folder);
  tokenOf = ({ accountId, role }) => signAccessToken({ accountId, role, sessionId: accountId }, current, 600);
  // One process that also makes reports, so that a test can say when.
  const databaseUrl = processes.database.urlFor('anamnesis_all_in_one');
  const logger = createLogger({ name: 'reports', level: 'silent' });
  @Module({
    imports: [
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 5, applicationName: 'reports', entities: reportsEntities }),
      SignInModule.forRoot({ publicKeys: { keys: publicKeys }, routes: routeTable }),
      StorageModule.forRoot({ url: `file://${folder}` }),
      ReportsHttpModule,
      QueueModule.forRoot({ databaseUrl, logger }),
    ],
  })
  class Service {}
  served = await serve(Service, { host: '127.0.0.1', port: 0, trustedProxies: '127.0.0.1', logger, nestLogger: { log() {}, error() {}, warn() {} }, routes: routeTable, documentation: 'none' });
});
afterAll(async () => {
  await served.app.close();
  await processes.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
});
afterEach(() => clinic.close());

interface Asked {
  readonly as?: Acting;
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

async function ask(path: string, { as = clinic.doctor, method = 'GET', body, headers = {} }: Asked = {}): Promise<Response> {
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(new URL(path, served.address), { method, headers: { authorization: `Bearer ${await tokenOf(as)}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers }, ...content });
}

const reports = () => `/patients/${clinic.patientId}/reports`;
const request = (body: object = { kind: 'health-summary', format: 'json' }, as = clinic.doctor) => ask(reports(), { method: 'POST', body, as });
const requested = async (): Promise<string> => (await request()).headers.get('location') ?? '';
const make = (location: string) => served.app.get(MakeReport, { strict: false }).execute({ patientId: clinic.patientId, reportId: location.split('/').at(-1) ?? '' });

it('accepts a request, tells where to watch it, and then where its file is', async () => {
  const accepted = await request();
  const location = accepted.headers.get('location') ?? '';
  expect([accepted.status, location]).toEqual([202, expect.stringMatching(`^${reports()}/[0-9a-f-]{36}$`)]);
  expect(await accepted.json()).toMatchObject({ kind: 'health-summary', status: 'queued', progress: 0, format: 'json', language: 'en' });
  await make(location);
  const report = (await (await ask(location)).json()) as { file: { href: string; sha256: string } };
  expect(report).toMatchObject({ status: 'done', progress: 100, file: { href: `${location}/file`, mediaType: 'application/json' } });
  const file = await ask(report.file.href);
  expect(Object.fromEntries(['content-type', 'etag', 'cache-control'].map((name) => [name, file.headers.get(name)]))).toEqual({ 'content-type': 'application/json', etag: `"${report.file.sha256}"`, 'cache-control': 'private, no-cache' });
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="health-summary-\d{4}-\d\d-\d\d\.json"$/);
  expect(await file.json()).toMatchObject({ kind: 'health-summary', patient: { name: 'Johanna Weiß' } });
  expect((await ask(report.file.href, { headers: { 'if-none-match': `"${report.file.sha256}"` } })).status).toBe(304);
});

it('streams progress as server-sent events and ends when the report does', async () => {
  const location = await requested();
  const stream = await ask(`${location}/progress`);
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  await make(location);
  const events = (await stream.text()).split('\n\n').filter((event) => event.includes('data:'));
  expect(events[0]).toContain('event: progress');
  expect(events[0]).toContain('data: {"status":"queued","progress":0}');
  expect(events.at(-1)).toContain('data: {"status":"done","progress":100}');
});

it('answers a stranger 404 on every route, as for a patient who does not exist', async () => {
  const location = await requested();
  for (const path of [reports(), location, `${location}/progress`, `${location}/file`]) expect((await ask(path, { as: clinic.stranger })).status).toBe(404);
  expect((await ask(location, { as: clinic.stranger, method: 'DELETE' })).status).toBe(404);
  const refused = await request(undefined, clinic.stranger);
  expect([refused.status, refused.headers.get('content-type')]).toEqual([404, expect.stringContaining('application/problem+json')]);
});

it('says what is offered to whoever asks for another kind, format or field', async () => {
  const refused = await request({ kind: 'horoscope', format: 'docx', of: 'me' });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({
    code: 'request.invalid',
    errors: expect.arrayContaining([
      expect.objectContaining({ pointer: '/kind', detail: 'Offered: health-summary.' }), expect.objectContaining({ pointer: '/format', detail: 'Offered: pdf, json, csv.' }), expect.objectContaining({ pointer: '/of' }),
    ]) as unknown,
  });
  const reversed = await request({ kind: 'health-summary', from: '2026-02-01', to: '2026-01-01' });
  expect([reversed.status, ((await reversed.json()) as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([422, '/from']);
});

it('answers 409 for a file that is not made yet, 204 for cancelling, 409 for what has ended, 410 for a file that is gone', async () => {
  const location = await requested();
  expect((await ask(`${location}/file`)).status).toBe(409);
  expect((await ask(location, { method: 'DELETE' })).status).toBe(204);
  expect((await ask(`${location}/file`)).status).toBe(409);
  const other = await requested();
  await make(other);
  expect((await ask(other, { method: 'DELETE' })).status).toBe(409);
  await clinic.sql(`UPDATE report SET file_key = 'reports/gone.json' WHERE id = $1`, [other.split('/').at(-1)]);
  expect((await ask(`${other}/file`)).status).toBe(410);
  expect((await ask(`${reports()}/0198c0de-0000-7000-8000-00000000000a`)).status).toBe(404);
});

it('lists page by page', async () => {
  const locations = [await requested(), await requested(), await requested()].reverse();
  const first = (await (await ask(`${reports()}?limit=2`)).json()) as { items: { id: string }[]; nextCursor: string };
  const second = (await (await ask(`${reports()}?limit=2&cursor=${first.nextCursor}`)).json()) as { items: { id: string }[]; nextCursor?: string };
  expect([...first.items, ...second.items].map(({ id }) => `${reports()}/${id}`)).toEqual(locations);
  expect(second.nextCursor).toBeUndefined();
});
