import { setTimeout } from 'node:timers/promises';
import { ReportsJobsModule } from './jobs/reports-jobs.module';
import { ReadReport } from './read-report';
import { ReportsModule } from './reports.module';
import { RequestReport } from './request-report';
import { ResendLostReports } from './resend-lost-reports';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { type ReportProcesses, reportProcesses } from './testing/report-processes';
import { WatchReport } from './watch-report';

jest.setTimeout(60_000);

let processes: ReportProcesses;
let clinic: Clinic;

beforeEach(async () => {
  processes = await reportProcesses();
  clinic = await aClinic(processes.database.ownerUrl);
});
afterEach(async () => {
  await clinic.close();
  await processes.stop();
});

const asked = { kind: 'health-summary', format: 'json', language: 'en' } as const;

it('makes a report that a worker of another process was nudged for, and tells whoever watches until it ends', async () => {
  const service = await processes.start('anamnesis_visit_service', ReportsModule);
  await processes.start('anamnesis_report_worker', ReportsJobsModule, [{ queue: 'reports' }]);
  const reportId = await service.get(RequestReport).execute(clinic.doctor, clinic.patientId, asked);
  const told = [];
  for await (const change of await service.get(WatchReport).execute(clinic.doctor, clinic.patientId, reportId, new AbortController().signal)) told.push(change);
  expect(told.at(-1)).toEqual({ status: 'done', progress: 100 });
  expect(told.map(({ progress }) => progress)).toEqual(told.map(({ progress }) => progress).toSorted((a, b) => a - b));
});

it('sends again what is queued or running for too long, and nothing else', async () => {
  const service = await processes.start('anamnesis_visit_service', ReportsModule);
  const worker = await processes.start('anamnesis_report_worker', ReportsModule);
  const request = () => service.get(RequestReport).execute(clinic.doctor, clinic.patientId, asked);
  const [queued, running] = [await request(), await request()];
  await clinic.sql(`UPDATE report SET requested_at = now() - interval '5 minutes' WHERE id = $1`, [queued]);
  await clinic.sql(`UPDATE report SET status = 'running', attempts = 1, started_at = now() - interval '5 minutes' WHERE id = $1`, [running]);
  const fresh = await request();
  const ended = await request();
  await clinic.sql(`UPDATE report SET status = 'failed', requested_at = now() - interval '5 minutes' WHERE id = $1`, [ended]);
  // The queue has lost all of them.
  await clinic.sql('DELETE FROM queue.job WHERE true');
  expect(await worker.get(ResendLostReports).execute()).toBe(2);
  await processes.start('anamnesis_report_worker', ReportsJobsModule, [{ queue: 'reports' }]);
  const status = async (id: string) => (await service.get(ReadReport).execute(clinic.doctor, clinic.patientId, id)).status;
  for (let look = 0; look < 100 && ((await status(queued)) !== 'done' || (await status(running)) !== 'done'); look++) await setTimeout(100);
  expect(await Promise.all([queued, running, fresh, ended].map(status))).toEqual(['done', 'done', 'queued', 'failed']);
});
