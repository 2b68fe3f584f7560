import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { keyIdOf, openSecretBox, rotateSecretKey } from '@anamnesis/sign-in';
import { generateSync } from 'otplib';
import { EndSessionsOfAccount } from '../../sign-in/end-sessions-of-account';
import { ForgetSecondFactor } from '../../sign-in/forget-second-factor';
import { ResealSecondFactors } from '../../sign-in/reseal-second-factors';
import { type Clinic, aClinic } from '../../testing';
import { type Answer, type ServedSignIn, anAccount, password, servedSignIn } from '../../testing/served-sign-in';

jest.setTimeout(60_000);

let place: TestDatabase;
let clinic: Clinic;
/** Staff must have a second factor here; `another` is a second instance. */
let one: ServedSignIn;
let another: ServedSignIn;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  one = await servedSignIn(place, { production: false, staffSecondFactor: true });
  another = await servedSignIn(place, { production: false, staffSecondFactor: true, folder: one.folder });
});

afterAll(async () => {
  for (const served of [another, one]) await served.stop();
  await clinic.close();
  await place.drop();
});

/** A code that is made at the end of its half minute would be judged in the next one. */
beforeEach(async () => {
  const passed = Date.now() % 30_000;
  if (passed > 24_000) await pause(30_000 - passed);
});

/** @param step of 30 seconds before or after this one: three are accepted */
const codeOf = (secret: unknown, step = 0): string => generateSync({ secret: String(secret), epoch: Math.floor(Date.now() / 1000) + step * 30 });
const signIn = (username: string, more: object = {}, at = one): Promise<Answer> => at.ask('POST /auth/login', { body: { username, password, ...more } });

interface Enrolled {
  readonly username: string;
  readonly id: string;
  readonly secret: unknown;
  readonly recoveryCodes: readonly string[];
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string };
}

/** Confirmed with the code of the step before, so that those of now and of the next are left to the test. */
async function enrolled(role = 'doctor'): Promise<Enrolled> {
  const account = await anAccount(clinic, [role]);
  const { token } = (await signIn(account.username)).body;
  const { secret } = (await one.ask('POST /auth/mfa/enrol', { token, body: {} })).body;
  const { body } = await one.ask('POST /auth/mfa/confirm', { token, body: { code: codeOf(secret, -1) } });
  return { ...account, secret, recoveryCodes: body['recoveryCodes'] as string[], tokens: body['tokens'] as Enrolled['tokens'] };
}

describe('staff who have no second factor where it is asked for', () => {
  it('get a token with the right password, which is good for enrolling and nothing else', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const asked = await signIn(username);
    expect([asked.status, Object.keys(asked.body).sort(), asked.body['mfa']]).toEqual([200, ['mfa', 'token'], 'enrol']);
    const { token } = asked.body;
    for (const route of ['GET /me', 'GET /me/sessions', 'GET /patients', 'POST /auth/role', 'POST /auth/password/change', 'POST /auth/mfa/recovery-codes', 'DELETE /auth/mfa', 'POST /auth/logout']) {
      expect([route, (await one.ask(route, { token, ...(route.startsWith('GET') ? {} : { body: {} }) })).status]).toEqual([route, 403]);
    }
  });

  it.each(['nurse', 'desk', 'researcher', 'admin', 'auditor'])('are asked to enrol as %s too', async (role) => {
    expect((await signIn((await anAccount(clinic, [role])).username)).body['mfa']).toBe('enrol');
  });

  it('are not patients, and not the accounts of the demonstration', async () => {
    expect((await signIn((await anAccount(clinic, ['patient'])).username)).body['role']).toBe('patient');
    expect((await signIn((await anAccount(clinic, ['doctor'], { demonstration: true })).username)).body['role']).toBe('doctor');
  });

  it('enrol, are in with the first code, and need one from then on', async () => {
    const { username, secret, recoveryCodes, tokens } = await enrolled();
    expect((await one.ask('GET /me', { token: tokens.accessToken })).body).toMatchObject({ username, role: 'doctor' });
    expect((await one.ask('POST /auth/refresh', { body: { refreshToken: tokens.refreshToken } })).status).toBe(200);
    expect(new Set(recoveryCodes).size).toBe(10);
    const asked = await signIn(username);
    expect([asked.status, asked.body]).toEqual([200, { mfa: 'code' }]);
    expect((await signIn(username, { code: codeOf(secret) })).body['role']).toBe('doctor');
  });

  it('are told a secret and its address once, and enrol anew as long as no code was given', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { token } = (await signIn(username)).body;
    const [first, second] = [await one.ask('POST /auth/mfa/enrol', { token, body: {} }), await one.ask('POST /auth/mfa/enrol', { token, body: {} })];
    expect(first.body['uri']).toBe(`otpauth://totp/Anamnesis:${username}?secret=${String(first.body['secret'])}&issuer=Anamnesis`);
    expect((await one.ask('POST /auth/mfa/confirm', { token, body: { code: codeOf(first.body['secret']) } })).body.code).toBe('second-factor.code-not-right');
    expect((await one.ask('POST /auth/mfa/confirm', { token, body: { code: codeOf(second.body['secret']) } })).status).toBe(200);
    expect((await one.ask('POST /auth/mfa/enrol', { token, body: {} })).status).toBe(409);
  });

  it('can not take on such a role in a session of another', async () => {
    const { username } = await anAccount(clinic, ['doctor', 'patient']);
    const { accessToken, refreshToken } = (await signIn(username, { role: 'patient' })).body;
    const answer = await one.ask('POST /auth/role', { token: accessToken, body: { role: 'doctor', refreshToken } });
    expect([answer.status, answer.body.code]).toEqual([403, 'sign-in.second-factor-needed']);
  });
});

describe('a code of an authenticator', () => {
  it('is good once: brought again, or one of before, it is refused', async () => {
    const { username, secret } = await enrolled();
    const [before, now] = [codeOf(secret, -1), codeOf(secret)];
    expect((await signIn(username, { code: now })).status).toBe(200);
    for (const code of [now, before]) expect((await signIn(username, { code })).body.code).toBe('sign-in.code-refused');
  });

  it('is good once when it comes to two instances at the same moment', async () => {
    const { username, secret } = await enrolled();
    const code = codeOf(secret);
    const answers = await Promise.all([one, another, one, another].map((at) => signIn(username, { code }, at)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('counts as a failure where it is wrong, and twenty lock the codes of the account from everywhere, but not its recovery codes', async () => {
    const { username, secret, recoveryCodes } = await enrolled();
    const wrong = codeOf(secret) === '000000' ? '111111' : '000000';
    const from = (last: number) => ({ headers: { 'x-forwarded-for': `192.0.2.${String(last)}` } });
    const tries = [];
    for (let attempt = 0; attempt < 20; attempt += 1) tries.push((await one.ask('POST /auth/login', { body: { username, password, code: wrong }, ...from(attempt < 10 ? 1 : 2) })).status);
    expect(tries).toEqual(Array(20).fill(401));
    expect((await one.ask('POST /auth/login', { body: { username, password, code: codeOf(secret) }, ...from(3) })).status).toBe(429);
    expect((await one.ask('POST /auth/login', { body: { username, password, code: recoveryCodes[0] }, ...from(3) })).status).toBe(200);
  });

  it('helps nobody who does not know the password', async () => {
    const { username, secret, recoveryCodes } = await enrolled();
    for (const code of [codeOf(secret), recoveryCodes[0]]) expect((await one.ask('POST /auth/login', { body: { username, password: 'not the password at all', code } })).body.code).toBe('sign-in.refused');
    expect((await signIn(username, { code: recoveryCodes[0] })).status).toBe(200);
  });
});

describe('a recovery code', () => {
  it('opens the account once, however it is typed, also where it comes twice at once', async () => {
    const { username, recoveryCodes } = await enrolled();
    const typed = recoveryCodes[3]?.toUpperCase().replaceAll('-', ' ');
    const answers = await Promise.all([one, another, one, another].map((at) => signIn(username, { code: typed }, at)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('is worth nothing once there are new ones, which takes a code', async () => {
    const { username, secret, recoveryCodes, tokens } = await enrolled();
    expect((await one.ask('POST /auth/mfa/recovery-codes', { token: tokens.accessToken, body: { code: '123456-0' } })).body.code).toBe('second-factor.code-not-right');
    const { body } = await one.ask('POST /auth/mfa/recovery-codes', { token: tokens.accessToken, body: { code: codeOf(secret) } });
    expect((await signIn(username, { code: recoveryCodes[0] })).status).toBe(401);
    expect((await signIn(username, { code: (body['recoveryCodes'] as string[])[0] })).status).toBe(200);
  });
});

describe('a second factor', () => {
  it('is enrolled by a patient with the password, which a stolen access token does not know; other sessions end', async () => {
    const { username } = await anAccount(clinic, ['patient']);
    const [own, elsewhere] = [(await signIn(username)).body, (await signIn(username)).body];
    for (const body of [{}, { password: 'not the password at all' }]) expect((await one.ask('POST /auth/mfa/enrol', { token: own.accessToken, body })).body.code).toBe('account.password-not-right');
    const { secret } = (await one.ask('POST /auth/mfa/enrol', { token: own.accessToken, body: { password } })).body;
    expect((await signIn(username)).body['role']).toBe('patient');
    const confirmed = await one.ask('POST /auth/mfa/confirm', { token: own.accessToken, body: { code: codeOf(secret) } });
    expect([confirmed.status, Object.keys(confirmed.body)]).toEqual([200, ['recoveryCodes']]);
    expect((await one.ask('POST /auth/refresh', { body: { refreshToken: own.refreshToken } })).status).toBe(200);
    expect((await one.ask('POST /auth/refresh', { body: { refreshToken: elsewhere.refreshToken } })).status).toBe(401);
    expect((await signIn(username)).body).toEqual({ mfa: 'code' });
  });

  it('is taken away with the password and a code, and then asked for anew', async () => {
    const { username, secret, tokens, recoveryCodes } = await enrolled();
    const remove = (body: object) => one.ask('DELETE /auth/mfa', { token: tokens.accessToken, body });
    expect((await remove({ password: 'not the password at all', code: codeOf(secret) })).status).toBe(422);
    expect((await remove({ password, code: '000000000' })).status).toBe(422);
    expect((await remove({ password, code: codeOf(secret) })).status).toBe(204);
    expect((await signIn(username, { code: recoveryCodes[0] })).body['mfa']).toBe('enrol');
  });

  it('that was lost is forgotten from the command line: its account is out everywhere, and enrols another', async () => {
    const { username, secret, tokens, recoveryCodes } = await enrolled();
    const forget = new ForgetSecondFactor(one.get(Database), new EndSessionsOfAccount());
    await expect(forget.execute('nobody-has-this-name')).rejects.toThrow('No account has this username.');
    await forget.execute(username.toUpperCase());
    expect((await one.ask('POST /auth/refresh', { body: { refreshToken: tokens.refreshToken } })).status).toBe(401);
    for (const code of [codeOf(secret), recoveryCodes[0]]) expect((await signIn(username, { code })).body['mfa']).toBe('enrol');
  });

  it('is closed with another key while two instances run: its codes are good at both, and the old key opens nothing any more', async () => {
    const [{ username, id, secret }, lost] = [await enrolled(), await enrolled()];
    await clinic.sql("UPDATE second_factor SET secret = overlay(secret PLACING '\\x00000000'::bytea FROM 1) WHERE account_id = $1", [lost.id]);
    const sealed = async (accountId = id) => (await clinic.sql<{ secret: Buffer }>('SELECT secret FROM second_factor WHERE account_id = $1', [accountId]))[0]?.secret ?? Buffer.alloc(0);
    const before = keyIdOf(await sealed());
    const secrets = await openSecretBox(one.folder);
    await rotateSecretKey(one.folder);
    const reseal = new ResealSecondFactors(one.get(Database), await secrets.latest());
    const { resealed, unreadable, keyIds } = await reseal.execute();
    expect([resealed > 0, unreadable, keyIds.has(before), keyIds.size]).toEqual([true, 1, false, 2]);
    expect(secrets.isOfNewestKey(await sealed())).toBe(true);
    expect(await reseal.execute()).toMatchObject({ resealed: 0, unreadable: 1 });
    expect((await signIn(username, { code: codeOf(secret) }, another)).status).toBe(200);
    expect((await signIn(username, { code: codeOf(secret, 1) })).status).toBe(200);
    expect(secrets.isOfNewestKey(await sealed((await enrolled()).id))).toBe(true);
    await clinic.sql('DELETE FROM second_factor WHERE account_id = $1', [lost.id]);
  });

  it('leaves nothing in the database that could be used: not the secret, not a recovery code, neither in the audit', async () => {
    const { id, secret, recoveryCodes } = await enrolled();
    const rows = await clinic.sql<{ text: string }>(
      `SELECT f::text AS text FROM second_factor f WHERE account_id = $1 UNION ALL SELECT r::text FROM recovery_code r WHERE account_id = $1 UNION ALL SELECT v::text FROM audit.entry_values v`, [id]);
    const all = rows.map(({ text }) => text).join('\n').toLowerCase();
    expect(all).toContain(id);
    for (const [what, value] of [['secret', String(secret)], ['secret in hex', Buffer.from(String(secret)).toString('hex')], ...recoveryCodes.map((code) => ['recovery code', code])] as [string, string][]) {
      expect([what, all.includes(value.toLowerCase())]).toEqual([what, false]);
    }
    expect(await clinic.sql('SELECT action, actor_id, after FROM audit.entry e JOIN audit.entry_values v ON v.entry_id = e.id WHERE e.thing = $1 AND thing_id = $2 AND action = $3', ['SecondFactor', id, 'create'])).toMatchObject([{ action: 'create', actor_id: id }]);
  });

  it('of one account can not be opened in the row of another, nor without its key: recovery codes are a way in still', async () => {
    const [victim, thief] = [await enrolled(), await enrolled()];
    await clinic.sql('UPDATE second_factor SET secret = (SELECT secret FROM second_factor WHERE account_id = $1) WHERE account_id = $2', [thief.id, victim.id]);
    await clinic.sql("UPDATE second_factor SET secret = overlay(secret PLACING '\\x00000000'::bytea FROM 1) WHERE account_id = $1", [thief.id]);
    for (const { username, recoveryCodes } of [victim, thief]) {
      const answer = await signIn(username, { code: codeOf(thief.secret) });
      expect([answer.status, answer.body.code]).toEqual([503, 'second-factor.unreadable']);
      expect((await signIn(username, { code: recoveryCodes[0] })).status).toBe(200);
    }
  });
});
