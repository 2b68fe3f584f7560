import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { AuditModule } from '@anamnesis/audit';
import { DatabaseModule } from '@anamnesis/database';
import { serve } from '@anamnesis/http';
import { createLogger } from '@anamnesis/logging';
import { MailModule } from '@anamnesis/mail';
import { QueueModule, prepareQueueSchema, recordQueueBackend } from '@anamnesis/queue';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { type Acting, SignInModule, openKeyRing, signAccessToken } from '@anamnesis/sign-in';
import { Client } from 'pg';
import { EndedSessions } from '../sign-in/ended-sessions';
import { usersEntities } from '../entities';
import { AccountsHttpModule } from '../http/accounts-http.module';
import { UsersHttpModule } from '../http/users-http.module';
import { UsersJobsModule } from '../jobs/users-jobs.module';
import { mailWork } from '../mail/mail-work';
import { UsersModule } from '../users.module';

export interface AskedOfAccounts {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The secret of its link. */
  readonly token: string | undefined;
}

/** The doors of users, served with a queue and a folder of mail. */
export interface ServedAccounts {
  readonly database: TestDatabase;
  /** @param as nobody, where it is left out; or the text of a token */
  ask(path: string, asked?: AskedOfAccounts, as?: Acting | string): Promise<Response>;
  post(path: string, body: object, as?: Acting | string): Promise<Response>;
  /** All that arrived there, oldest first, once nothing waits to be sent but what nobody waits for. */
  mailTo(address: string): Promise<ReceivedMail[]>;
  /** The limits of mail begin anew. */
  forgetLimits(): Promise<void>;
  stop(): Promise<void>;
}

export async function servedAccounts(): Promise<ServedAccounts> {
  const database = await testDatabase({ prepare: [prepareQueueSchema, (ownerUrl) => recordQueueBackend(ownerUrl, 'postgres')] });
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-users-'));
  const keyRing = await openKeyRing(join(folder, 'keys'));
  const databaseUrl = database.urlFor('anamnesis_all_in_one');
  const logger = createLogger({ name: 'users', level: 'silent' });
  const users = UsersModule.forRoot({ keyRing, production: false });
  @Module({
    imports: [
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 8, applicationName: 'users', entities: usersEntities }),
      SignInModule.forRoot({ publicKeys: { ring: keyRing }, routes: routeTable, sessions: EndedSessions }),
      AuditModule,
      users,
      UsersHttpModule.forRoot(users, keyRing),
      AccountsHttpModule.forRoot(users),
      MailModule.forRoot({ url: `file://${folder}/mail`, from: 'no-reply@clinic.example' }),
      UsersJobsModule.forRoot('https://clinic.example/'),
      QueueModule.forRoot({ databaseUrl, logger, works: [mailWork] }),
    ],
  })
  class Served {}
  const served = await serve(Served, { host: '127.0.0.1', port: 0, trustedProxies: 'loopback', logger, nestLogger: { log: () => undefined, error: () => undefined, warn: () => undefined }, routes: routeTable, documentation: 'none' });
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();

  async function ask(path: string, { method = 'GET', body, headers = {} }: AskedOfAccounts = {}, as?: Acting | string): Promise<Response> {
    const token = typeof as === 'object' ? await signAccessToken({ accountId: as.accountId, role: as.role, sessionId: as.sessionId ?? as.accountId }, keyRing.current, 600) : as;
    return fetch(new URL(path, served.address), {
      method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  return {
    database,
    ask,
    post: (path, body, as) => ask(path, { method: 'POST', body }, as),
    async mailTo(address) {
      for (let look = 0; look < 200; look++) {
        const { rows } = await owner.query("SELECT FROM outgoing_mail WHERE status IN ('queued', 'sending') AND kind <> 'announcement'");
        if (rows.length === 0) break;
        await pause(25);
      }
      return mailIn(join(folder, 'mail')).filter(({ to }) => to === address);
    },
    async forgetLimits() {
      await owner.query('DELETE FROM mail_limit');
    },
    async stop() {
      await served.app.close();
      await owner.end();
      rmSync(folder, { recursive: true });
      await database.drop();
    },
  };
}

function mailIn(folder: string): ReceivedMail[] {
  const files = readdirSync(folder, { withFileTypes: true }).map(({ name }) => name).filter((name) => name.endsWith('.eml'));
  // By their ids, which are UUIDv7.
  return files.sort().map((name) => {
    const written = readFileSync(join(folder, name), 'utf8').replaceAll('=\n', '');
    const header = (field: string) => new RegExp(`^${field}: (.*)$`, 'm').exec(written)?.[1] ?? '';
    const text = written.slice(written.indexOf('\n\n') + 2);
    return { to: header('To'), subject: header('Subject'), text, token: /#([\w-]{43})/.exec(text)?.[1] };
  });
}
