import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { hash } from '@node-rs/argon2';
import { EndSessionsOfAccount } from '../../sign-in/end-sessions-of-account';
import { type Clinic, aClinic } from '../../testing';
import { type Answer, type ServedSignIn, anAccount, password, servedSignIn } from '../../testing/served-sign-in';

jest.setTimeout(60_000);

let place: TestDatabase;
let clinic: Clinic;
let one: ServedSignIn;
let another: ServedSignIn;
/** Where staff are locked after four minutes. Begun first: passport keeps one strategy a process, of whoever came last. */
let strict: ServedSignIn;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  strict = await servedSignIn(place, { production: false, idleMinutesStaff: 4 });
  one = await servedSignIn(place, { production: false });
  another = await servedSignIn(place, { production: false, folder: one.folder });
});

afterAll(async () => {
  for (const served of [another, one, strict]) await served.stop();
  await clinic.close();
  await place.drop();
});

const signIn = async (username: string, more: object = {}): Promise<Answer['body']> => {
  const { status, body } = await one.ask('POST /auth/login', { body: { username, password, ...more } });
  expect(status).toBe(200);
  return body;
};
const refresh = (refreshToken: string, headers = {}): Promise<Answer> => one.ask('POST /auth/refresh', { body: { refreshToken }, headers });
const meAtBoth = async (token: string) => [(await one.ask('GET /me', { token })).status, (await another.ask('GET /me', { token })).status];
/** Sessions that have ended are asked for once a second. */
const aSecondLater = () => pause(1100);
/** As if nobody had used it since. */
const silent = (username: string, minutes: number) =>
  clinic.sql('UPDATE session SET last_used_at = last_used_at - make_interval(mins => $2) WHERE account_id = (SELECT id FROM account WHERE username = $1)', [username, minutes]);

describe('the sessions of an account', () => {
  it('are listed newest first, page by page, and say which is this one; those of others are not', async () => {
    const [{ username }, other] = [await anAccount(clinic, ['desk']), await anAccount(clinic, ['desk'])];
    await signIn(other.username);
    for (const device of ['a phone', 'a tablet']) await one.ask('POST /auth/login', { body: { username, password }, headers: { 'user-agent': device } });
    const { accessToken: token } = await signIn(username);
    const { body } = await one.ask('GET /me/sessions?limit=2', { token });
    const rest = (await one.ask(`GET /me/sessions?limit=2&cursor=${String(body['nextCursor'])}`, { token })).body;
    const items = [body, rest].flatMap((page) => page['items'] as object[]);
    expect(items).toMatchObject([{ device: 'a test', current: true, role: 'desk', locked: false }, { device: 'a tablet', current: false }, { device: 'a phone', current: false }]);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['carrier', 'current', 'device', 'expiresAt', 'id', 'lastUsedAt', 'locked', 'role', 'startedAt']);
    expect(rest['nextCursor']).toBeUndefined();
  });

  it('are ended one by one, and only by their account: of others nobody learns that they are there', async () => {
    const [mine, others] = [await anAccount(clinic, ['desk']), await anAccount(clinic, ['desk'])];
    const [here, there, foreign] = [await signIn(mine.username), await signIn(mine.username), await signIn(others.username)];
    const list = async (token: string) => ((await one.ask('GET /me/sessions', { token })).body['items'] as { id: string; current: boolean }[]);
    const foreignId = (await list(foreign.accessToken))[0]?.id ?? '';
    const unknown = await Promise.all([foreignId, '0198c0de-0000-7000-8000-000000000009'].map((id) => one.ask(`DELETE /me/sessions/${id}`, { token: here.accessToken })));
    expect(unknown.map(({ status, body }) => [status, body.code, body['detail']])).toEqual(Array(2).fill([404, 'session.unknown', 'There is no such session of this account.']));
    expect((await refresh(foreign.refreshToken)).status).toBe(200);
    const other = (await list(here.accessToken)).find(({ current }) => !current)?.id ?? '';
    expect((await one.ask(`DELETE /me/sessions/${other}`, { token: here.accessToken })).status).toBe(204);
    expect((await refresh(there.refreshToken)).status).toBe(401);
    await aSecondLater();
    expect([await meAtBoth(there.accessToken), await meAtBoth(here.accessToken)]).toEqual([[401, 401], [200, 200]]);
  });

  it('end everywhere at once', async () => {
    const { username } = await anAccount(clinic, ['nurse']);
    const sessions = [await signIn(username), await signIn(username), await signIn(username)];
    expect((await another.ask('DELETE /me/sessions', { token: sessions[1]?.accessToken })).status).toBe(204);
    for (const { refreshToken } of sessions) expect((await refresh(refreshToken)).status).toBe(401);
    await aSecondLater();
    for (const { accessToken } of sessions) expect(await meAtBoth(accessToken)).toEqual([401, 401]);
  });
});

describe('a role', () => {
  it('is switched for another that the account holds: the tokens of the one before are worth nothing a second later', async () => {
    const { username } = await anAccount(clinic, ['doctor', 'researcher']);
    const before = await signIn(username);
    expect([before['role'], before['roles']]).toEqual(['doctor', ['doctor', 'researcher']]);
    const { body: after } = await one.ask('POST /auth/role', { token: before.accessToken, body: { role: 'researcher', refreshToken: before.refreshToken } });
    expect((await another.ask('GET /me', { token: after.accessToken })).body).toMatchObject({ username, role: 'researcher' });
    expect((await refresh(before.refreshToken)).status).toBe(401);
    await aSecondLater();
    expect([await meAtBoth(before.accessToken), await meAtBoth(after.accessToken)]).toEqual([[401, 401], [200, 200]]);
    expect((await refresh(after.refreshToken)).body['role']).toBe('researcher');
  });

  it('makes no session longer', async () => {
    const { username, id } = await anAccount(clinic, ['doctor', 'researcher']);
    const before = await signIn(username);
    await clinic.sql("UPDATE session SET expires_at = now() + interval '1 hour' WHERE account_id = $1", [id]);
    await one.ask('POST /auth/role', { token: before.accessToken, body: { role: 'researcher', refreshToken: before.refreshToken } });
    expect(await clinic.sql("SELECT count(*)::int AS n FROM session WHERE account_id = $1 AND expires_at < now() + interval '61 minutes'", [id])).toEqual([{ n: 2 }]);
  });

  it('is switched once where it is asked for twice at the same moment', async () => {
    const { username } = await anAccount(clinic, ['doctor', 'researcher']);
    const { accessToken, refreshToken } = await signIn(username);
    const answers = await Promise.all([one, another, one].map((at) => at.ask('POST /auth/role', { token: accessToken, body: { role: 'researcher', refreshToken } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });
});

describe('the password', () => {
  it('is changed by who knows the old one; all other sessions end', async () => {
    const { username } = await anAccount(clinic, ['patient']);
    const [here, elsewhere] = [await signIn(username), await signIn(username)];
    const change = (body: object) => one.ask('POST /auth/password/change', { token: here.accessToken, body });
    const newPassword = 'nine green lamps in fog';
    const wrong = await change({ oldPassword: 'not the password at all', newPassword });
    expect([wrong.status, wrong.body.code, wrong.body['errors']]).toEqual([422, 'account.password-not-right', [{ pointer: '/oldPassword', code: 'not-right', detail: 'Not the password of the account.' }]]);
    expect((await change({ oldPassword: password, newPassword: 'too short' })).body).toMatchObject({ code: 'account.password-too-short', errors: [{ pointer: '/newPassword' }] });
    expect((await change({ oldPassword: password, newPassword: `${username}!` })).body.code).toBe('account.password-holds-own-name');
    expect((await change({ oldPassword: password, newPassword: 'passwordpassword' })).body.code).toBe('account.password-too-common');
    expect((await change({ oldPassword: password, newPassword })).status).toBe(204);
    expect((await refresh(here.refreshToken)).status).toBe(200);
    expect((await refresh(elsewhere.refreshToken)).status).toBe(401);
    expect((await one.ask('POST /auth/login', { body: { username, password } })).status).toBe(401);
    expect((await one.ask('POST /auth/login', { body: { username, password: newPassword } })).status).toBe(200);
    await aSecondLater();
    expect([await meAtBoth(elsewhere.accessToken), await meAtBoth(here.accessToken)]).toEqual([[401, 401], [200, 200]]);
  });

  it('is not guessed by who holds a stolen access token: failures lock as those of signing in', async () => {
    const { username } = await anAccount(clinic, ['patient']);
    const { accessToken: token } = await signIn(username);
    const guess = () => one.ask('POST /auth/password/change', { token, body: { oldPassword: 'not the password at all', newPassword: 'nine green lamps in fog' } });
    const statuses = [];
    for (let attempt = 0; attempt < 11; attempt += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429]);
  });

  it('is hashed anew at the next sign-in where it was hashed with other parameters', async () => {
    const { username, id } = await anAccount(clinic, ['patient']);
    const old = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await clinic.sql('UPDATE credential SET password_hash = $1 WHERE account_id = $2', [old, id]);
    await signIn(username);
    const hashes = () => clinic.sql<{ password_hash: string }>('SELECT password_hash FROM credential WHERE account_id = $1', [id]);
    const now = await hashes();
    expect(now).toEqual([{ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) as string }]);
    await signIn(username);
    expect(await hashes()).toEqual(now);
  });
});

describe('a session that nobody uses', () => {
  it.each([['doctor', 19, 21], ['patient', 1439, 1441]])('of a %s goes on after %i minutes and is locked after %i', async (role, before, after) => {
    const { username } = await anAccount(clinic, [role]);
    const { refreshToken } = await signIn(username);
    await silent(username, before);
    const { body } = await refresh(refreshToken);
    expect(body['expiresIn']).toBe(600);
    await silent(username, after);
    const locked = await refresh(body.refreshToken);
    expect([locked.status, locked.body.code]).toEqual([401, 'session.locked']);
    expect(((await one.ask('GET /me/sessions', { token: body.accessToken })).body['items'] as object[])[0]).toMatchObject({ locked: true });
    const unlocked = await one.ask('POST /auth/unlock', { body: { refreshToken: body.refreshToken, password } });
    expect([unlocked.status, (await refresh(unlocked.body.refreshToken)).status]).toEqual([200, 200]);
  });

  it('stays locked for whoever does not know the password, and guessing locks as it does at the door', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { refreshToken } = await signIn(username);
    await silent(username, 60);
    const unlock = (body: object) => one.ask('POST /auth/unlock', { body: { refreshToken, ...body } });
    expect((await unlock({ password, code: '123456' })).status).toBe(422);
    expect((await unlock({})).status).toBe(422);
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await unlock(attempt % 2 === 0 ? { password: 'not the password at all' } : { code: '123456' })).body.code).toBe('session.unlock-refused');
    expect((await unlock({ password })).status).toBe(429);
    expect((await refresh(refreshToken)).body.code).toBe('session.locked');
  });

  it('gives access tokens that do not outlive it', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    expect((await strict.ask('POST /auth/login', { body: { username, password } })).body['expiresIn']).toBe(120);
  });

  it('is not unlocked with a token that was used: that one was stolen', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { refreshToken: first } = await signIn(username);
    const second = (await refresh((await refresh(first)).body.refreshToken)).body.refreshToken;
    await silent(username, 60);
    expect((await one.ask('POST /auth/unlock', { body: { refreshToken: first, password } })).body.code).toBe('session.ended');
    expect((await one.ask('POST /auth/unlock', { body: { refreshToken: second, password } })).body.code).toBe('session.ended');
  });
});

describe('an account that is disabled, or loses a role', () => {
  const change = async (statement: string, id: string, which: { role?: string }) => {
    await one.get(Database).inTransaction(async (transaction) => {
      await transaction.query(statement, [id]);
      await one.get(EndSessionsOfAccount).execute(transaction, id, 'for this test', which);
    });
  };

  it('is out within a second or two on every process', async () => {
    const { username, id } = await anAccount(clinic, ['doctor']);
    const { accessToken, refreshToken } = await signIn(username);
    await change("UPDATE account SET status = 'disabled' WHERE id = $1", id, {});
    expect((await refresh(refreshToken)).status).toBe(401);
    await aSecondLater();
    for (const at of [one, another]) expect((await at.ask('GET /me/sessions', { token: accessToken })).status).toBe(401);
    expect((await one.ask('POST /auth/login', { body: { username, password } })).body.code).toBe('sign-in.refused');
  });

  it('goes on in another role, and not in the one that was taken', async () => {
    const { username, id } = await anAccount(clinic, ['admin', 'patient']);
    const [admin, patient] = [await signIn(username, { role: 'admin' }), await signIn(username, { role: 'patient' })];
    await change("DELETE FROM account_role WHERE account_id = $1 AND role = 'admin'", id, { role: 'admin' });
    expect((await refresh(admin.refreshToken)).status).toBe(401);
    await aSecondLater();
    expect([await meAtBoth(admin.accessToken), await meAtBoth(patient.accessToken)]).toEqual([[401, 401], [200, 200]]);
    expect((await one.ask('POST /auth/role', { token: patient.accessToken, body: { role: 'admin', refreshToken: patient.refreshToken } })).body.code).toBe('sign-in.role-not-held');
  });

  it('is out also where it signs in at the same moment', async () => {
    const accounts: { id: string; username: string }[] = [];
    while (accounts.length < 8) accounts.push(await anAccount(clinic, ['doctor']));
    const tokens = await Promise.all(accounts.flatMap(({ username, id }, number) => [
      one.ask('POST /auth/login', { body: { username, password } }),
      pause(number * 15).then(() => change("UPDATE account SET status = 'disabled' WHERE id = $1", id, {})),
    ]));
    await aSecondLater();
    for (const answer of tokens) if (answer && answer.status === 200) expect((await another.ask('GET /me/sessions', { token: answer.body.accessToken })).status).toBe(401);
    expect(await clinic.sql('SELECT id FROM session WHERE account_id = ANY ($1) AND revoked_at IS NULL', [accounts.map(({ id }) => id)])).toEqual([]);
  });
});
