import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import { PatientUnknown } from '@anamnesis/users';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { CancelReport } from './cancel-report';
import { ListReports } from './list-reports';
import { MakeReport } from './make-report';
import { ReadReport } from './read-report';
import { ReadReportFile } from './read-report-file';
import { ReportAlreadyEnded, ReportFileGone, ReportNotReady, ReportUnknown, ReportWithoutFile } from './report.errors';
import { ReportsModule } from './reports.module';
import { RequestReport } from './request-report';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { type ReportProcesses, reportProcesses } from './testing/report-processes';

jest.setTimeout(60_000);

let processes: ReportProcesses;
let service: INestApplicationContext;
let makeReport: MakeReport;
let clinic: Clinic;

beforeAll(async () => {
  processes = await reportProcesses();
  service = await processes.start('anamnesis_visit_service', ReportsModule);
  makeReport = (await processes.start('anamnesis_report_worker', ReportsModule)).get(MakeReport);
});
afterAll(() => processes.stop());
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
  await clinic.add('diagnosis', { text: 'Essential hypertension' });
});
afterEach(() => clinic.close());

const asked = { kind: 'health-summary', format: 'json', language: 'en' } as const;
const request = (acting = clinic.doctor, different: object = {}) => service.get(RequestReport).execute(acting, clinic.patientId, { ...asked, ...different });
const read = (reportId: string, acting = clinic.doctor) => service.get(ReadReport).execute(acting, clinic.patientId, reportId);
const make = (reportId: string) => makeReport.execute({ patientId: clinic.patientId, reportId });
const file = async (reportId: string, acting = clinic.doctor) => {
  const { open, ...about } = await service.get(ReadReportFile).execute(acting, clinic.patientId, reportId);
  return { ...about, content: await buffer(await open()) };
};

it('makes what was asked for, once, with its sum, and shows it to the patient too', async () => {
  const reportId = await request();
  expect(await read(reportId)).toMatchObject({ status: 'queued', progress: 0 });
  await expect(read(reportId, clinic.patient)).rejects.toThrow(ReportUnknown);
  await make(reportId);
  await make(reportId);
  const { name, sha256, bytes, content } = await file(reportId, clinic.patient);
  expect(name).toMatch(/^health-summary-\d{4}-\d\d-\d\d\.json$/);
  expect([sha256, bytes]).toEqual([createHash('sha256').update(content).digest('hex'), content.length]);
  expect(JSON.parse(content.toString())).toMatchObject({ kind: 'health-summary', askedFor: { name: 'Dr. Amara Okafor' }, diagnoses: [{ text: 'Essential hypertension' }] });
  expect(await clinic.sql('SELECT attempts, progress, status FROM report WHERE id = $1', [reportId])).toEqual([{ attempts: 1, progress: 100, status: 'done' }]);
});

it.each([['pdf', '%PDF-'], ['csv', '\ufeffsection,']] as const)('makes a file of %s', async (format, beginning) => {
  const reportId = await request(clinic.doctor, { format });
  await make(reportId);
  expect((await file(reportId)).content.toString().startsWith(beginning)).toBe(true);
});

it('covers twelve months of the patient’s days where no period is asked for', async () => {
  const [{ from, to }] = (await clinic.sql<{ from: string; to: string }>(`SELECT (now() AT TIME ZONE 'Europe/Berlin')::date::text AS "to", ((now() AT TIME ZONE 'Europe/Berlin')::date - interval '12 months')::date::text AS "from"`)) as [{ from: string; to: string }];
  expect((await read(await request())).parameters).toEqual({ from, to });
  expect((await read(await request(clinic.doctor, { to: '2024-02-29' }))).parameters).toEqual({ from: '2023-02-28', to: '2024-02-29' });
  await expect(request(clinic.doctor, { from: '2999-01-01' })).rejects.toThrow('The period ends before it begins.');
});

it('lets a patient watch their own report from the start', async () => {
  const reportId = await request(clinic.patient);
  expect(await read(reportId, clinic.patient)).toMatchObject({ status: 'queued' });
  await make(reportId);
  expect(await read(reportId, clinic.patient)).toMatchObject({ status: 'done' });
});

it('is refused to a stranger, who can not tell it from a patient who does not exist', async () => {
  const reportId = await request();
  await expect(request(clinic.stranger)).rejects.toThrow(PatientUnknown);
  await expect(read(reportId, clinic.stranger)).rejects.toThrow(PatientUnknown);
  await expect(file(reportId, clinic.stranger)).rejects.toThrow(PatientUnknown);
  await expect(service.get(CancelReport).execute(clinic.stranger, clinic.patientId, reportId)).rejects.toThrow(PatientUnknown);
});

it('is asked for by who acts for the patient in all things, not by who only makes their appointments', async () => {
  const represent = async (scope: 'full' | 'appointments') => {
    const [accountId, username] = [v7(), v7()];
    await clinic.sql('INSERT INTO account (id, username) VALUES ($1, $2)', [accountId, username]);
    await clinic.sql(`INSERT INTO account_role (account_id, id, role) VALUES ($1, $2, 'patient')`, [accountId, v7()]);
    await clinic.sql(`INSERT INTO representation (patient_id, id, account_id, kind, scope, starts_at, evidence) VALUES ($1, $2, $3, 'proxy', $4, '2020-01-01', 'a letter')`, [clinic.patientId, v7(), accountId, scope]);
    return { accountId, role: 'patient' };
  };
  await expect(request(await represent('appointments'))).rejects.toThrow(PatientUnknown);
  const proxy = await represent('full');
  const reportId = await request(proxy);
  await make(reportId);
  expect(await read(reportId, proxy)).toMatchObject({ status: 'done' });
});

it('can be ended by a system job as failed, and changed in no other way', async () => {
  const reportId = await request();
  const worker = new Client({ connectionString: processes.database.urlFor('anamnesis_report_worker') });
  await worker.connect();
  const asSystem = async (change: string) => {
    await worker.query('BEGIN');
    try {
      await worker.query(`SELECT app.open_system('spec')`);
      return (await worker.query(`UPDATE report SET ${change} WHERE id = $1`, [reportId])).rowCount;
    } finally {
      await worker.query('ROLLBACK');
    }
  };
  await expect(asSystem(`status = 'done'`)).rejects.toThrow('row-level security');
  await expect(asSystem(`status = 'failed', file_key = 'x'`)).rejects.toThrow('row-level security');
  await expect(asSystem('progress = 50')).rejects.toThrow('row-level security');
  expect(await asSystem(`status = 'failed'`)).toBe(1);
  await worker.end();
});

it('is made by one of two workers that take it up at once', async () => {
  const reportId = await request();
  await Promise.all([make(reportId), make(reportId), make(reportId)]);
  expect(await clinic.sql('SELECT attempts, status FROM report WHERE id = $1', [reportId])).toEqual([{ attempts: 1, status: 'done' }]);
});

it('is taken over from a worker that was lost, but not from one at work', async () => {
  const reportId = await request();
  await clinic.sql(`UPDATE report SET status = 'running', attempts = 1, started_at = now() WHERE id = $1`, [reportId]);
  await make(reportId);
  expect(await read(reportId)).toMatchObject({ status: 'running' });
  await clinic.sql(`UPDATE report SET started_at = now() - interval '10 minutes' WHERE id = $1`, [reportId]);
  await make(reportId);
  expect(await clinic.sql('SELECT attempts, status FROM report WHERE id = $1', [reportId])).toEqual([{ attempts: 2, status: 'done' }]);
});

it('fails with a sentence where the access of the one who asked has ended meanwhile', async () => {
  const reportId = await request();
  await clinic.sql(`UPDATE care_relation SET ends_at = now() WHERE patient_id = $1`, [clinic.patientId]);
  await make(reportId);
  const [row] = await clinic.sql<{ status: string; problem: { code: string; detail: string }; file_key: null }>('SELECT status, problem, file_key FROM report WHERE id = $1', [reportId]);
  expect(row).toMatchObject({ status: 'failed', file_key: null, problem: { code: 'report.access-ended' } });
});

it('ends as failed where it has taken its worker with it too often', async () => {
  const reportId = await request();
  await clinic.sql(`UPDATE report SET status = 'running', attempts = 3, started_at = now() - interval '10 minutes' WHERE id = $1`, [reportId]);
  await make(reportId);
  expect(await read(reportId)).toMatchObject({ status: 'failed', problem: { code: 'report.not-made' } });
  await expect(file(reportId)).rejects.toThrow(ReportWithoutFile);
});

it('goes back to the queue after an error, and ends as failed after the third', async () => {
  const reportId = await request();
  // Nobody can write to a report with such a period: reading it fails in the database.
  await clinic.sql(`UPDATE report SET parameters = '{"from": "no day", "to": "no day"}' WHERE id = $1`, [reportId]);
  for (const attempts of [1, 2]) {
    await expect(make(reportId)).rejects.toThrow();
    expect(await clinic.sql('SELECT status, attempts FROM report WHERE id = $1', [reportId])).toEqual([{ status: 'queued', attempts }]);
  }
  await expect(make(reportId)).rejects.toThrow();
  expect(await read(reportId)).toMatchObject({ status: 'failed', problem: { code: 'report.not-made' } });
});

it('is cancelled before it is made, and not after', async () => {
  const reportId = await request();
  const cancel = () => service.get(CancelReport).execute(clinic.doctor, clinic.patientId, reportId);
  await expect(file(reportId)).rejects.toThrow(ReportNotReady);
  await cancel();
  await cancel();
  await make(reportId);
  expect(await read(reportId)).toMatchObject({ status: 'cancelled', file_key: null });
  const other = await request();
  await make(other);
  await expect(service.get(CancelReport).execute(clinic.doctor, clinic.patientId, other)).rejects.toThrow(ReportAlreadyEnded);
});

it('hides a file with what is restricted from a doctor whose clearance is lower', async () => {
  await clinic.add('diagnosis', { text: 'Between the patient and one doctor', sensitivity: 2 });
  const reportId = await request(clinic.patient);
  await make(reportId);
  expect((await file(reportId, clinic.patient)).content.toString()).toContain('Between the patient and one doctor');
  await expect(read(reportId)).rejects.toThrow(ReportUnknown);
});

it('says so where the file is gone', async () => {
  const reportId = await request();
  await make(reportId);
  await clinic.sql(`UPDATE report SET file_key = 'reports/gone.json' WHERE id = $1`, [reportId]);
  await expect(file(reportId)).rejects.toThrow(ReportFileGone);
});

it('lists the newest first, and goes on from the last one shown', async () => {
  const ids = [await request(), await request(), await request()].reverse();
  const list = (before?: string) => service.get(ListReports).execute(clinic.doctor, clinic.patientId, { limit: 2, before });
  expect((await list()).map(({ id }) => id)).toEqual(ids);
  expect((await list(ids[1])).map(({ id }) => id)).toEqual(ids.slice(2));
});

it('leaves an audit entry of what was asked for, made and fetched, in the name of the one who asked', async () => {
  const reportId = await request();
  await make(reportId);
  await file(reportId);
  const entries = await clinic.sql<{ action: string }>(`SELECT action FROM audit.entry WHERE thing_id = $1 AND thing IN ('Report', 'HealthSummary') AND actor_id = $2 ORDER BY at`, [reportId, clinic.doctor.accountId]);
  expect([...new Set(entries.map(({ action }) => action))]).toEqual(['create', 'update', 'read', 'export']);
});
