import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { createLogger } from '@anamnesis/logging';
import { type Mail, MailNotTaken, MailRefused, Mailer } from '@anamnesis/mail';
import { Jobs, QueueModule, prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { UsersJobsModule } from '../jobs/users-jobs.module';
import { mailKinds } from './mail-kinds';
import { textsIn } from './mail-texts';
import { mailWork } from './mail-work';
import { OutgoingMailModule } from './outgoing-mail.module';
import { QueueMail, type QueuedMail } from './queue-mail';
import { ResendLostMail } from './resend-lost-mail';
import { PUBLIC_URL, SendMail } from './send-mail';

jest.setTimeout(60_000);

/** Stands for a server elsewhere: takes mail, or what the test says. */
class AServer extends Mailer {
  readonly taken: Mail[] = [];
  says: (mail: Mail) => Promise<void> = () => Promise.resolve();

  async send(mail: Mail): Promise<void> {
    await this.says(mail);
    this.taken.push(mail);
  }
}

let place: TestDatabase;
let owner: Client;
let service: INestApplicationContext;
let server: AServer;
const opened: INestApplicationContext[] = [];

beforeAll(async () => {
  place = await testDatabase({ prepare: [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, 'postgres')] });
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  service = await aProcess('anamnesis_user_service', [OutgoingMailModule, AuditModule], []);
  opened.pop();
});
beforeEach(async () => {
  server = new AServer();
  for (const table of ['outgoing_mail', 'mail_link', 'queue.job', 'audit.entry', 'audit.entry_values']) await owner.query(`DELETE FROM ${table}`);
});
afterEach(async () => {
  for (const process of opened.splice(0)) await process.close();
});
afterAll(async () => {
  await service.close();
  await owner.end();
  await place.drop();
});

async function aProcess(role: 'anamnesis_user_service' | 'anamnesis_report_worker', imports: NonNullable<Parameters<typeof Module>[0]['imports']>, works: (typeof mailWork)[]): Promise<INestApplicationContext> {
  const databaseUrl = place.urlFor(role);
  @Module({ imports: [DatabaseModule.forRoot({ url: databaseUrl, poolSize: 4, applicationName: role, entities: [] }), ...imports, QueueModule.forRoot({ databaseUrl, works, logger: createLogger({ name: role, level: 'silent' }) })] })
  class Process {}
  const process = await NestFactory.createApplicationContext(Process, { logger: false });
  opened.push(process);
  return process;
}

/** A worker that sends what it is told to, without a queue. */
async function aWorker(): Promise<SendMail & { resend(): Promise<number> }> {
  const process = await aProcess('anamnesis_report_worker', [AuditModule], []);
  const database = process.get(Database);
  const worker = new SendMail(database, server, 'https://clinic.example/');
  return Object.assign(worker, { resend: () => new ResendLostMail(database, process.get(Jobs, { strict: false })).execute() });
}

/** A worker with its queue, as it is deployed. */
function aWorkingProcess(): Promise<INestApplicationContext> {
  const global = { module: class MailServer {}, global: true, providers: [{ provide: Mailer, useValue: server }], exports: [Mailer] };
  return aProcess('anamnesis_report_worker', [AuditModule, global, UsersJobsModule.forRoot('https://clinic.example')], [mailWork]);
}

async function queued(mail: Partial<QueuedMail> = {}): Promise<string> {
  await service.get(Database).inTransaction((transaction) => service.get(QueueMail).execute(transaction, { kind: 'password-reset', to: 'johanna@example.org', language: 'en', token: 'a-secret-that-nobody-else-has', ...mail }));
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM outgoing_mail ORDER BY id DESC LIMIT 1');
  return rows[0]?.id ?? '';
}
const rowOf = async (id: string) => (await owner.query<Record<string, unknown>>('SELECT status, attempts, address, fill, problem FROM outgoing_mail WHERE id = $1', [id])).rows[0];

it('is sent soon after the transaction that asked for it, by a worker of another process, and forgotten', async () => {
  await aWorkingProcess();
  const id = await queued();
  for (let look = 0; look < 200 && (await rowOf(id))?.['status'] !== 'sent'; look++) await pause(50);
  expect(server.taken).toEqual([{ id, to: 'johanna@example.org', subject: 'Set a new password', language: 'en', text: expect.stringContaining('https://clinic.example/reset-password#a-secret-that-nobody-else-has\n') as string }]);
  expect(await rowOf(id)).toEqual({ status: 'sent', attempts: 1, address: null, fill: {}, problem: null });
});

it('is not sent where the transaction failed', async () => {
  await aWorkingProcess();
  const failing = service.get(Database).inTransaction(async (transaction) => {
    await service.get(QueueMail).execute(transaction, { kind: 'announcement', to: 'johanna@example.org', language: 'en' });
    throw new Error('something else went wrong');
  });
  await expect(failing).rejects.toThrow('something else');
  await pause(300);
  expect(server.taken).toEqual([]);
  expect((await owner.query('SELECT FROM outgoing_mail')).rowCount).toBe(0);
});

it('is sent once, however many workers are told to', async () => {
  const id = await queued();
  server.says = () => pause(100);
  const workers = [await aWorker(), await aWorker()];
  await Promise.all([...workers, ...workers].map((worker) => worker.execute(id)));
  expect(server.taken).toHaveLength(1);
});

it('waits longer and longer while the server is away, is found again, and is given up when nobody needs it any more', async () => {
  const worker = await aWorker();
  const id = await queued();
  server.says = () => Promise.reject(new MailNotTaken());
  await expect(worker.execute(id)).rejects.toThrow(MailNotTaken);
  expect(await rowOf(id)).toMatchObject({ status: 'queued', attempts: 1, address: 'johanna@example.org', problem: 'mail.not-taken' });
  // Not before its time.
  await worker.execute(id);
  expect(await worker.resend()).toBe(0);
  await owner.query("UPDATE outgoing_mail SET not_before = now() - interval '1 minute'");
  expect(await worker.resend()).toBe(1);
  await expect(worker.execute(id)).rejects.toThrow(MailNotTaken);
  const { rows: [waits] } = await owner.query<{ seconds: number }>('SELECT round(extract(epoch FROM not_before - now()))::int AS seconds FROM outgoing_mail');
  expect(waits?.seconds).toBeGreaterThan(15);
  await owner.query("UPDATE outgoing_mail SET not_before = now() - interval '1 minute', expires_at = now()");
  await worker.execute(id);
  expect(await rowOf(id)).toEqual({ status: 'failed', attempts: 3, address: null, fill: {}, problem: 'mail.too-late' });
  expect(server.taken).toEqual([]);
});

it('is given up where the server refuses it for good, and dropped where it is for nobody', async () => {
  const worker = await aWorker();
  const refused = await queued();
  server.says = () => Promise.reject(new MailRefused());
  await worker.execute(refused);
  expect(await rowOf(refused)).toMatchObject({ status: 'failed', problem: 'mail.refused', address: null, fill: {} });
  const nobodys = await queued({ kind: 'nobody', to: null });
  await worker.execute(nobodys);
  expect(await rowOf(nobodys)).toMatchObject({ status: 'dropped', fill: {} });
});

it('goes out again, as the same mail, where a worker died with it; and that worker, if it only was slow, changes nothing', async () => {
  const id = await queued();
  const [slow, other] = [await aWorker(), await aWorker()];
  let goOn: () => void = () => undefined;
  server.says = () => new Promise((resolve) => (goOn = resolve));
  const sending = slow.execute(id);
  for (let look = 0; look < 100 && (await rowOf(id))?.['status'] !== 'sending'; look++) await pause(20);
  await other.execute(id);
  expect(server.taken).toEqual([]);
  await owner.query("UPDATE outgoing_mail SET claimed_at = now() - interval '10 minutes'");
  expect(await other.resend()).toBe(1);
  server.says = () => Promise.resolve();
  await other.execute(id);
  goOn();
  await sending;
  expect(server.taken.map((mail) => mail.id)).toEqual([id, id]);
  expect(await rowOf(id)).toMatchObject({ status: 'sent', attempts: 2 });
});

it('leaves neither address nor secret in the queue, the audit, or what is thrown', async () => {
  const worker = await aWorker();
  const id = await queued();
  server.says = () => Promise.reject(new MailNotTaken());
  const thrown = await worker.execute(id).catch((error: unknown) => String(error));
  server.says = () => Promise.resolve();
  await owner.query("UPDATE outgoing_mail SET not_before = now()");
  await worker.execute(id);
  const { rows: entries } = await owner.query<{ action: string; fields: string[] | null }>("SELECT action, fields FROM audit.entry WHERE thing = 'Mail' AND thing_id = $1 ORDER BY at", [id]);
  expect(entries.map(({ action }) => action)).toEqual(['create', 'update', 'update', 'update', 'update', 'update']);
  expect(entries.at(-1)?.fields).toEqual(['address', 'ended_at', 'fill', 'problem', 'status']);
  const { rows: kept } = await owner.query<{ row: string }>('SELECT j::text AS row FROM queue.job j UNION ALL SELECT e::text FROM audit.entry e UNION ALL SELECT v::text FROM audit.entry_values v UNION ALL SELECT m::text FROM outgoing_mail m');
  expect(kept.length).toBeGreaterThan(5);
  expect([...kept.map(({ row }) => row), String(thrown)].filter((row) => /johanna|a-secret/.test(row))).toEqual([]);
});

it('is removed after a month, and what somebody typed who never came back after a week', async () => {
  const worker = await aWorker();
  const [old, fresh] = [await queued(), await queued()];
  for (const id of [old, fresh]) await worker.execute(id);
  await owner.query("UPDATE outgoing_mail SET ended_at = now() - interval '31 days' WHERE id = $1", [old]);
  const link = "INSERT INTO mail_link (id, token_hash, purpose, about, expires_at) VALUES ($1, sha256($3::bytea), 'registration', '{}', now() - $2::interval)";
  const [left] = [v7(), await owner.query(link, [v7(), '8 days', Buffer.from('one')])];
  await owner.query(link, [left, '6 days', Buffer.from('another')]);
  await worker.resend();
  expect((await owner.query('SELECT id FROM outgoing_mail')).rows).toEqual([{ id: fresh }]);
  expect((await owner.query('SELECT id FROM mail_link')).rows).toEqual([{ id: left }]);
});

it('the role that asks for mail can neither read nor send one', async () => {
  await queued();
  for (const statement of ['SELECT address FROM outgoing_mail', "UPDATE outgoing_mail SET status = 'sent'", 'DELETE FROM outgoing_mail']) await expect(service.get(Database).query({ text: statement }, [])).rejects.toThrow(/permission denied/);
});

it('says in no text a word of medicine, and knows a text for each kind, in English where a language has none', () => {
  const { texts } = textsIn('en');
  const all = mailKinds.flatMap((kind) => (kind === 'nobody' ? [] : [texts[kind]('https://clinic.example/x#y')]));
  expect(all).toHaveLength(mailKinds.length - 1);
  for (const { subject, text } of all) {
    expect(`${subject} ${text}`).not.toMatch(/doctor|patient|clinic(?!\.example)|medic|health|hospital|appointment|result|record|diagnos|treat/i);
    expect(text).toContain('https://clinic.example/x#y');
  }
  expect([textsIn('pt-BR').language, textsIn('en-GB').language, textsIn('constructor').language]).toEqual(['en', 'en', 'en']);
  expect(PUBLIC_URL.toString()).toContain('public url');
});
