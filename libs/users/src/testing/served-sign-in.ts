import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { DatabaseModule } from '@anamnesis/database';
import { serve } from '@anamnesis/http';
import { createLogger } from '@anamnesis/logging';
import type { TestDatabase } from '@anamnesis/schema/testing';
import { type KeyRing, SignInModule, openKeyRing } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { usernameKey } from '../accounts/account.entity';
import { EndedSessions } from '../sign-in/ended-sessions';
import { usersEntities } from '../entities';
import { UsersHttpModule } from '../http/users-http.module';
import { hashPassword } from '../sign-in/password';
import type { SignInRulesOptions } from '../sign-in/sign-in-rules';
import { UsersModule } from '../users.module';
import type { Clinic } from './a-clinic';

export interface Sent {
  readonly token?: string | undefined;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> & { readonly code?: string; readonly accessToken: string; readonly refreshToken: string; readonly token: string };
}

/** The doors of users, served: another instance where it has the folder of the first. */
export interface ServedSignIn {
  readonly folder: string;
  readonly keyRing: KeyRing;
  /** @param method and path, as in `POST /auth/login` */
  ask(route: string, sent?: Sent): Promise<Answer>;
  get<Provided>(token: abstract new (...given: never[]) => Provided): Provided;
  stop(): Promise<void>;
}

export interface ServedSignInOptions extends SignInRulesOptions {
  readonly folder?: string;
}

export async function servedSignIn(database: TestDatabase, { folder = mkdtempSync(join(tmpdir(), 'anamnesis-users-http-')), ...rules }: ServedSignInOptions): Promise<ServedSignIn> {
  const keyRing = await openKeyRing(folder);
  const users = UsersModule.forRoot({ keyRing, ...rules });
  const logger = createLogger({ name: 'users', level: 'silent' });
  @Module({
    imports: [
      DatabaseModule.forRoot({ url: database.urlFor('anamnesis_user_service'), poolSize: 5, applicationName: 'users', entities: usersEntities }),
      SignInModule.forRoot({ publicKeys: { ring: keyRing }, routes: routeTable, sessions: EndedSessions }),
      users,
      UsersHttpModule.forRoot(users, keyRing),
    ],
  })
  class Served {}
  const silent = { log: () => undefined, error: () => undefined, warn: () => undefined };
  const { app, address } = await serve(Served, { host: '127.0.0.1', port: 0, trustedProxies: 'loopback', logger, nestLogger: silent, routes: routeTable, documentation: 'none' });
  return {
    folder,
    keyRing,
    async ask(route, { token, body, headers = {} } = {}) {
      const [method = 'GET', path = '/'] = route.split(' ');
      const response = await fetch(new URL(path, address), {
        method,
        headers: { 'user-agent': 'a test', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
    },
    get: (token) => app.get(token, { strict: false }),
    async stop() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const password = 'seven small boats at sea';
let hashed: Promise<string> | undefined;

/** An account that can sign in, made past the verbs: hashing a password for each would be what the tests wait for. @returns its id and username */
export async function anAccount(clinic: Clinic, roles: readonly string[], values: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; username: string }> {
  const id = v7();
  const username = `somebody-${id}`;
  hashed ??= hashPassword(password);
  await clinic.insert('account', { id, username, ...values });
  await clinic.insert('credential', { username_key: usernameKey(username), account_id: id, password_hash: await hashed });
  for (const role of roles) await clinic.insert('account_role', { account_id: id, id: v7(), role, organisation_id: role === 'patient' ? null : clinic.organisationId });
  return { id, username };
}
