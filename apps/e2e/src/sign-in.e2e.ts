import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { decodeProtectedHeader } from 'jose';
import { generateSync } from 'otplib';
import { Client as Database } from 'pg';
import { Client, type Json, address, list, signedInAs, text } from './client';
import { root } from './topology/processes';
import { locum } from './topology/test-clinic';

const password = 'a-clinic-to-try-out';
const nobody = new Client(address());

describe('signing in', () => {
  it.each(['doctor', 'patient', 'admin', 'nurse', 'desk', 'researcher', 'auditor'])('lets the %s in, with the role in the answer and in /me', async (role) => {
    const answer = await nobody.post('/auth/login', { username: role, password });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ tokenType: 'Bearer', role, roles: [role], expiresIn: 600 });
    const me = await new Client(address(), text(answer.body['accessToken'])).get('/me');
    expect(me.body).toMatchObject({ username: role, role });
  });

  it('takes the name without regard to case and surrounding space', async () => {
    expect((await nobody.post('/auth/login', { username: ' DOCTOR ', password })).status).toBe(200);
  });

  it('answers a wrong password and a name that nobody has alike', async () => {
    const wrong = await nobody.post('/auth/login', { username: 'auditor', password: 'not the password at all' });
    const unknown = await nobody.post('/auth/login', { username: 'nobody-has-this-name', password: 'not the password at all' });
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, traceId: '' }).toEqual({ ...unknown.body, traceId: '' });
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('locks a name from an address after ten failures, with Retry-After, and no other name', async () => {
    const attempts = [];
    // From an address of its own: failures of one address are counted together too.
    for (let attempt = 0; attempt < 11; attempt += 1) attempts.push(await nobody.post('/auth/login', { username: 'somebody-guesses', password: 'a wrong password' }, { 'x-forwarded-for': '192.0.2.60' }));
    expect(attempts.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect(attempts[10]?.status).toBe(429);
    expect(Number(attempts[10]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await nobody.post('/auth/login', { username: 'doctor', password })).status).toBe(200);
  });

  it('refuses a role that the account does not hold', async () => {
    const answer = await nobody.post('/auth/login', { username: 'doctor', password, role: 'admin' });
    expect([answer.status, answer.body['code']]).toEqual([422, 'sign-in.role-not-held']);
  });
});

describe('refreshing', () => {
  const login = async () => (await nobody.post('/auth/login', { username: 'desk', password })).body;

  it('gives new tokens, and the new access token works', async () => {
    const { refreshToken } = await login();
    const renewed = await nobody.post('/auth/refresh', { refreshToken });
    expect(renewed.status).toBe(200);
    expect(renewed.body['refreshToken']).not.toBe(refreshToken);
    expect((await new Client(address(), text(renewed.body['accessToken'])).get('/me')).status).toBe(200);
  });

  it('ends the whole family when a token comes again after its successor was used', async () => {
    const { refreshToken: first } = await login();
    const { refreshToken: second } = (await nobody.post('/auth/refresh', { refreshToken: first })).body;
    const { refreshToken: third } = (await nobody.post('/auth/refresh', { refreshToken: second })).body;
    expect((await nobody.post('/auth/refresh', { refreshToken: first })).status).toBe(401);
    expect((await nobody.post('/auth/refresh', { refreshToken: third })).status).toBe(401);
  });

  it('forgives a lost answer: the same device may ask again while the successor is unused', async () => {
    const { refreshToken: first } = await login();
    const { refreshToken: lost } = (await nobody.post('/auth/refresh', { refreshToken: first })).body;
    const again = await nobody.post('/auth/refresh', { refreshToken: first });
    expect(again.status).toBe(200);
    expect((await nobody.post('/auth/refresh', { refreshToken: lost })).status).toBe(401);
  });

  it('does not forgive another device', async () => {
    const { refreshToken: first } = await login();
    await nobody.post('/auth/refresh', { refreshToken: first });
    expect((await nobody.post('/auth/refresh', { refreshToken: first }, { 'user-agent': 'somewhere else' })).status).toBe(401);
  });

  it('is over after signing out, for the access token too, a second later', async () => {
    const tokens = await login();
    const desk = new Client(address(), text(tokens['accessToken']));
    expect((await desk.post('/auth/logout', {})).status).toBe(204);
    expect((await nobody.post('/auth/refresh', { refreshToken: tokens['refreshToken'] })).status).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    // Of the user service, and of the visit service where that is another process.
    for (const path of ['/me', '/measure-types']) expect([path, (await desk.get(path)).status]).toEqual([path, 401]);
  });
});

describe('access tokens', () => {
  it('are refused when changed, unsigned or made for another algorithm', async () => {
    const token = text((await nobody.post('/auth/login', { username: 'doctor', password })).body['accessToken']);
    const [, payload, signature] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload ?? ''}.`;
    const otherAlgorithm = `${Buffer.from('{"alg":"HS256","typ":"at+jwt"}').toString('base64url')}.${payload ?? ''}.${signature ?? ''}`;
    for (const bad of [`${token}x`, unsigned, otherAlgorithm, 'nonsense']) expect((await new Client(address(), bad).get('/me')).status).toBe(401);
  });

  it('are checked with public keys only: the key set holds no private part', async () => {
    const { body } = await nobody.get('/.well-known/jwks.json');
    for (const key of list(body['keys'])) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('work for the one who was signed in', async () => {
    expect((await (await signedInAs('doctor')).get('/me')).body).toMatchObject({ username: 'doctor' });
  });
});

const owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
beforeAll(async () => {
  await owner.connect();
  await owner.query(`INSERT INTO account_role (account_id, id, role, organisation_id)
    SELECT a.id, gen_random_uuid(), 'researcher', r.organisation_id FROM account a JOIN account_role r ON r.account_id = a.id WHERE a.username = $1 ON CONFLICT DO NOTHING`, [locum.username]);
});
afterAll(() => owner.end());

const signIn = async (more: object = {}): Promise<Json> => {
  const { status, body } = await nobody.post('/auth/login', { ...locum, ...more });
  expect(status).toBe(200);
  return body;
};
const as = (tokens: Json | undefined) => new Client(address(), text(tokens?.['accessToken']));
/** Of the user service, and of the visit service where that is another process; at every instance. */
const everywhere = async (tokens: Json | undefined): Promise<number[]> => {
  const instances = JSON.parse(process.env['E2E_INSTANCES'] ?? '[]') as string[];
  const statuses = [];
  for (const at of [address(), ...instances]) for (const path of ['/me/sessions', '/measure-types']) statuses.push((await new Client(at, text(tokens?.['accessToken'])).get(path)).status);
  return [...new Set(statuses)];
};
/** Each process asks once a second which sessions have ended. */
const aSecondLater = () => pause(1200);

/** As whoever runs the clinic does. @returns what the command answered */
async function keys(command: string): Promise<string> {
  const env = { PATH: process.env['PATH'], KEYS_FOLDER: join(process.env['E2E_FOLDER'] ?? '', 'keys'), DATABASE_URL: process.env['E2E_USER_SERVICE_URL'] };
  return (await promisify(execFile)(process.execPath, [join(root, 'apps/cli/dist/main.js'), 'keys', command], { env })).stdout;
}

describe('another role of the same account', () => {
  it('takes the place of the one before, whose tokens are worth nothing a second later', async () => {
    const before = await signIn({ role: 'doctor' });
    const { status, body: after } = await as(before).post('/auth/role', { role: 'researcher', refreshToken: before['refreshToken'] });
    expect([status, after['role'], after['roles']]).toEqual([200, 'researcher', ['doctor', 'researcher']]);
    await aSecondLater();
    expect([await everywhere(before), await everywhere(after)]).toEqual([[401], [200]]);
    expect((await nobody.post('/auth/refresh', { refreshToken: before['refreshToken'] })).status).toBe(401);
  });
});

describe('the sessions of an account', () => {
  it('are listed, ended one by one, and all at once', async () => {
    const [here, there, third] = [await signIn(), await signIn(), await signIn()];
    const sessions = list((await as(here).get('/me/sessions')).body['items']);
    expect(sessions.length).toBeGreaterThanOrEqual(3);
    expect(sessions.filter(({ current }) => (current as unknown) === true)).toHaveLength(1);
    // The newest comes first.
    expect((await as(here).call('DELETE', `/me/sessions/${text(sessions[0]?.['id'])}`)).status).toBe(204);
    await aSecondLater();
    expect([await everywhere(third), await everywhere(there)]).toEqual([[401], [200]]);
    expect((await as(here).call('DELETE', '/me/sessions')).status).toBe(204);
    await aSecondLater();
    expect([await everywhere(here), await everywhere(there)]).toEqual([[401], [401]]);
  });

  it('are locked when nobody uses them, and go on with the password', async () => {
    const { refreshToken } = await signIn();
    await owner.query("UPDATE session SET last_used_at = now() - interval '21 minutes' WHERE account_id = (SELECT id FROM account WHERE username = $1)", [locum.username]);
    expect((await nobody.post('/auth/refresh', { refreshToken })).body['code']).toBe('session.locked');
    expect((await nobody.post('/auth/unlock', { refreshToken, password: 'not the password at all' })).body['code']).toBe('session.unlock-refused');
    const unlocked = await nobody.post('/auth/unlock', { refreshToken, password: locum.password });
    expect([unlocked.status, await everywhere(unlocked.body)]).toEqual([200, [200]]);
  });
});

describe('the password', () => {
  it('is changed with the old one, which ends all other sessions', async () => {
    const [here, there] = [await signIn(), await signIn()];
    const change = (oldPassword: string, newPassword: string) => as(here).post('/auth/password/change', { oldPassword, newPassword });
    expect((await change('not the password at all', 'nine green lamps in fog')).body['code']).toBe('account.password-not-right');
    expect((await change(locum.password, 'passwordpassword')).body['code']).toBe('account.password-too-common');
    expect((await change(locum.password, 'nine green lamps in fog')).status).toBe(204);
    await aSecondLater();
    expect([await everywhere(there), await everywhere(here)]).toEqual([[401], [200]]);
    expect((await nobody.post('/auth/login', locum)).status).toBe(401);
    expect((await change('nine green lamps in fog', locum.password)).status).toBe(204);
  });
});

describe('a refresh token in a cookie', () => {
  const page = { 'x-requested-with': 'the suite', origin: new URL(address()).origin, 'sec-fetch-site': 'same-origin' };
  const cookieOf = (headers: Headers): string => headers.getSetCookie()[0]?.split(';')[0] ?? '';

  it('passes whatever stands between the page and the service, and is heard from the page alone', async () => {
    const first = await nobody.post('/auth/login', { ...locum, carrier: 'cookie' }, page);
    expect([first.status, first.body['refreshToken'], first.headers.getSetCookie()]).toEqual([200, undefined, [expect.stringMatching(/^__Host-refresh=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/)]]);
    const cookie = cookieOf(first.headers);
    for (const headers of [{ ...page, origin: 'https://elsewhere.example' }, { ...page, 'sec-fetch-site': 'cross-site' }, { origin: page.origin }]) {
      expect((await nobody.post('/auth/refresh', {}, { cookie, ...headers })).body['code']).toBe('sign-in.cross-site');
    }
    const second = await nobody.post('/auth/refresh', {}, { cookie, ...page });
    expect([second.status, second.body['refreshToken'], await everywhere(second.body)]).toEqual([200, undefined, [200]]);
    const out = await as(second.body).post('/auth/logout', {}, { cookie: cookieOf(second.headers) });
    expect([out.status, cookieOf(out.headers)]).toEqual([204, '__Host-refresh=']);
    expect((await nobody.post('/auth/refresh', {}, { cookie: cookieOf(second.headers), ...page })).status).toBe(401);
  });
});

describe('a second factor', () => {
  it('is enrolled with the password, asked for from then on, good once, closed with another key, and taken away', async () => {
    const passed = Date.now() % 30_000;
    if (passed > 24_000) await pause(30_000 - passed);
    const tokens = await signIn();
    const { secret } = (await as(tokens).post('/auth/mfa/enrol', { password: locum.password })).body;
    const code = (step: number) => generateSync({ secret: text(secret), epoch: Math.floor(Date.now() / 1000) + step * 30 });
    const confirmed = await as(tokens).post('/auth/mfa/confirm', { code: code(-1) });
    expect(confirmed.status).toBe(200);
    expect(await signIn()).toEqual({ mfa: 'code' });
    const now = code(0);
    expect((await signIn({ code: now }))['role']).toBe('doctor');
    expect((await nobody.post('/auth/login', { ...locum, code: now })).body['code']).toBe('sign-in.code-refused');
    const [recovery] = list(confirmed.body['recoveryCodes']);
    expect((await signIn({ code: recovery }))['role']).toBe('doctor');
    expect((await nobody.post('/auth/login', { ...locum, code: recovery })).status).toBe(401);

    // While everything runs, the secret is closed with another key.
    expect(await keys('rotate-secrets')).toMatch(/^Encrypted with a new key: the secrets of [1-9]\d* authenticators\.\n$/);
    expect((await signIn({ code: code(1) }))['role']).toBe('doctor');
    const [, another] = list(confirmed.body['recoveryCodes']);
    expect((await as(tokens).call('DELETE', '/auth/mfa', { body: { password: locum.password, code: another } })).status).toBe(204);
    expect((await signIn())['role']).toBe('doctor');
  });
});

describe('the key that access tokens are signed with', () => {
  it('is changed by a command while everything runs: nobody is signed out, and new tokens are good everywhere at once', async () => {
    const before = await signIn();
    const stdout = await keys('rotate');
    const after = await signIn();
    const [old, now] = [before, after].map((tokens) => decodeProtectedHeader(text(tokens['accessToken'])).kid ?? '');
    expect([old === now, stdout.includes(now ?? '-')]).toEqual([false, true]);
    expect([await everywhere(after), await everywhere(before)]).toEqual([[200], [200]]);
    expect(decodeProtectedHeader(text((await nobody.post('/auth/refresh', { refreshToken: before['refreshToken'] })).body['accessToken'])).kid).toBe(now);
    expect(list((await nobody.get('/.well-known/jwks.json')).body['keys']).map(({ kid }) => kid).slice(0, 2)).toEqual([now, old]);
  });
});
