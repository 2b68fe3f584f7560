import type { Acting } from '@anamnesis/sign-in';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { Queue } from 'bullmq';
import { getQueueToken } from '@nestjs/bullmq';
import { RequestExtraction } from './request-extraction';
import { ExtractionRunsModule, ExtractionsModule } from './research.module';
import { ResendLostExtractions } from './resend-lost-extractions';
import { StartDueExtractions } from './start-due-extractions';
import { StudyNotAllowed, StudyNotOpen, StudyUnknown } from './study.errors';
import { insertStudy } from './testing/insert-study';
import { type ResearchProcesses, researchProcesses } from './testing/research-processes';

jest.setTimeout(60_000);

let processes: ResearchProcesses;
let service: INestApplicationContext;
let workers: INestApplicationContext[];
let clinic: Clinic;
let admin: Acting;

beforeAll(async () => {
  processes = await researchProcesses();
  service = await processes.start('anamnesis_visit_service', ExtractionsModule);
  const runs = ExtractionRunsModule.forRoot({ extractionDatabaseUrl: processes.database.urlFor('anamnesis_extraction') });
  workers = [await processes.start('anamnesis_report_worker', runs), await processes.start('anamnesis_report_worker', runs)];
});
afterAll(() => processes.stop());
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
  admin = await clinic.account('admin');
});
afterEach(async () => {
  await clinic.sql('DELETE FROM extraction');
  await clinic.sql('DELETE FROM study');
  await clinic.sql('DELETE FROM queue.job WHERE true');
  await clinic.close();
});

const request = (studyId: string, acting = admin) => service.get(RequestExtraction).execute(acting, studyId);
const start = (now: string, worker = workers[0]) => worker!.get(StartDueExtractions).execute(new Date(now));
const runs = async (studyId: string) => (await clinic.sql<{ number: number; scheduled_for: Date | null }>('SELECT number, scheduled_for FROM extraction WHERE study_id = $1 ORDER BY number', [studyId])).map(({ number, scheduled_for }) => [number, scheduled_for?.toISOString() ?? 'by hand']);
const nudges = async () => (await service.get<Queue>(getQueueToken('research'), { strict: false }).getJobs(['waiting', 'prioritized'])).map(({ name, data }) => [name, data as unknown]);

describe('the schedule of a study', () => {
  it('starts one run when it fires, counted in its zone, and nudges a worker', async () => {
    const studyId = await insertStudy(clinic);
    expect(await start('2026-02-01T01:59:59Z')).toBe(0);
    expect(await start('2026-02-01T02:00:00Z')).toBe(1);
    expect(await start('2026-02-01T02:00:30Z')).toBe(0);
    expect(await runs(studyId)).toEqual([[1, '2026-02-01T02:00:00.000Z']]);
    expect(await nudges()).toEqual([['research.run-extraction', { studyId, number: 1 }]]);
  });

  it('catches up by one run, of the latest firing, what was missed while nothing ran', async () => {
    const studyId = await insertStudy(clinic);
    await start('2026-02-01T02:00:00Z');
    expect(await start('2026-06-20T00:00:00Z')).toBe(1);
    expect(await start('2026-06-20T00:00:30Z')).toBe(0);
    expect(await runs(studyId)).toEqual([[1, '2026-02-01T02:00:00.000Z'], [2, '2026-06-01T01:00:00.000Z']]);
  });

  it('counts from the opening on, and not before it', async () => {
    const studyId = await insertStudy(clinic, { openedAt: '2026-03-01T02:00:00Z' });
    expect(await start('2026-03-31T00:00:00Z')).toBe(0);
    expect(await start('2026-04-02T00:00:00Z')).toBe(1);
    expect(await runs(studyId)).toEqual([[1, '2026-04-01T01:00:00.000Z']]);
  });

  it('does not begin before the day that it names, counted in its zone', async () => {
    const studyId = await insertStudy(clinic, { design: { schedule: { cron: '30 0 * * *', zone: 'Europe/Berlin', notBefore: '2026-04-01' } } });
    expect(await start('2026-03-31T22:29:59Z')).toBe(0);
    expect(await start('2026-03-31T22:30:00Z')).toBe(1);
    expect(await runs(studyId)).toEqual([[1, '2026-03-31T22:30:00.000Z']]);
  });

  it('is not followed for a draft, nor after closing', async () => {
    await insertStudy(clinic, { status: 'draft' });
    await insertStudy(clinic, { status: 'closed' });
    expect(await start('2026-06-20T00:00:00Z')).toBe(0);
  });

  it('starts one run where several processes notice at the same moment', async () => {
    const studyIds = [await insertStudy(clinic), await insertStudy(clinic), await insertStudy(clinic)];
    const begun = await Promise.all(Array.from({ length: 6 }, (_, at) => start('2026-02-10T00:00:00Z', workers[at % 2])));
    expect(begun.reduce((sum, count) => sum + count, 0)).toBe(3);
    for (const studyId of studyIds) expect(await runs(studyId)).toEqual([[1, '2026-02-01T02:00:00.000Z']]);
  });

  it('starts nothing again where the clock of the machine goes back', async () => {
    const studyId = await insertStudy(clinic);
    await start('2026-03-01T02:00:10Z');
    expect(await start('2026-02-15T00:00:00Z')).toBe(0);
    expect(await start('2026-03-01T02:00:10Z')).toBe(0);
    expect(await runs(studyId)).toHaveLength(1);
  });

  it('runs once on the day whose hour is left out, and once on the day whose hour comes twice', async () => {
    const studyId = await insertStudy(clinic, { openedAt: '2026-03-28T12:00:00Z', design: { cadence: 'day', schedule: { cron: '30 2 * * *', zone: 'Europe/Berlin' } } });
    for (const minutes of ['2026-03-29T01:29:00Z', '2026-03-29T01:30:00Z', '2026-03-29T03:00:00Z']) await start(minutes);
    expect(await runs(studyId)).toEqual([[1, '2026-03-29T01:30:00.000Z']]);
    await clinic.sql(`UPDATE extraction SET scheduled_for = '2026-10-24T00:30:00Z' WHERE study_id = $1`, [studyId]);
    for (const minutes of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T23:00:00Z']) await start(minutes);
    expect(await runs(studyId)).toEqual([[1, '2026-10-24T00:30:00.000Z'], [2, '2026-10-25T00:30:00.000Z']]);
  });

  it('that can not be read holds up no other', async () => {
    const broken = await insertStudy(clinic, { design: { schedule: { cron: 'now and then', zone: 'Europe/Berlin' } } });
    const studyId = await insertStudy(clinic);
    expect(await start('2026-02-10T00:00:00Z')).toBe(1);
    expect([await runs(broken), (await runs(studyId)).length]).toEqual([[], 1]);
  });
});

describe('a run by hand', () => {
  it('has the next number, and a nudge', async () => {
    const studyId = await insertStudy(clinic);
    expect([await request(studyId), await request(studyId)]).toEqual([1, 2]);
    expect(await clinic.sql('SELECT DISTINCT requested_by, status FROM extraction WHERE study_id = $1', [studyId])).toEqual([{ requested_by: admin.accountId, status: 'queued' }]);
    expect(await nudges()).toHaveLength(2);
  });

  it('is given its own number, whoever asks at the same moment, the schedule too', async () => {
    const studyId = await insertStudy(clinic);
    const numbers = await Promise.all([...Array.from({ length: 12 }, () => request(studyId)), start('2026-02-10T00:00:00Z').then(() => 0)]);
    expect((await runs(studyId)).map(([number]) => number)).toEqual(Array.from({ length: 13 }, (_, at) => at + 1));
    expect(new Set(numbers).size).toBe(13);
  });

  it('is asked for of an open study by an admin of its organisation', async () => {
    for (const status of ['draft', 'closed'] as const) await expect(request(await insertStudy(clinic, { status }))).rejects.toThrow(StudyNotOpen);
    const studyId = await insertStudy(clinic);
    const researcher = await clinic.account('researcher');
    await expect(request(studyId, researcher)).rejects.toThrow(StudyUnknown);
    await clinic.insert('study_researcher', { study_id: studyId, account_id: researcher.accountId });
    for (const acting of [researcher, await clinic.account('auditor'), clinic.patient]) await expect(request(studyId, acting)).rejects.toThrow(StudyNotAllowed);
    expect(await runs(studyId)).toEqual([]);
    await clinic.sql('DELETE FROM study_researcher');
  });
});

it('what the queue has lost is sent again, and nothing else', async () => {
  const studyId = await insertStudy(clinic);
  for (let number = 1; number <= 5; number += 1) await request(studyId);
  const make = (number: number, change: string) => clinic.sql(`UPDATE extraction SET ${change} WHERE study_id = $1 AND number = $2`, [studyId, number]);
  await make(1, `requested_at = now() - interval '5 minutes'`);
  await make(2, `status = 'running', started_at = now() - interval '5 minutes'`);
  await make(3, `status = 'running', started_at = now()`);
  await make(4, `status = 'failed', requested_at = now() - interval '5 minutes'`);
  await clinic.sql('DELETE FROM queue.job WHERE true');
  expect(await workers[0]!.get(ResendLostExtractions).execute()).toBe(2);
  // Said again while the first nudge waits, it changes nothing.
  await workers[1]!.get(ResendLostExtractions).execute();
  expect((await nudges()).map(([, data]) => (data as { number: number }).number).sort()).toEqual([1, 2]);
});
