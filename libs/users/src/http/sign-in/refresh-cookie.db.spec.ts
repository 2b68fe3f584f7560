import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { type Clinic, aClinic } from '../../testing';
import { type Answer, type ServedSignIn, anAccount, password, servedSignIn } from '../../testing/served-sign-in';

jest.setTimeout(60_000);

let place: TestDatabase;
let clinic: Clinic;
let served: ServedSignIn;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  served = await servedSignIn(place, { production: false });
});

afterAll(async () => {
  await served.stop();
  await clinic.close();
  await place.drop();
});

const page = { 'x-requested-with': 'a page', 'sec-fetch-site': 'same-origin' };
const login = async (headers: Readonly<Record<string, string>> = page): Promise<Answer> => {
  const { username } = await anAccount(clinic, ['patient']);
  return served.ask('POST /auth/login', { body: { username, password, carrier: 'cookie' }, headers });
};
const cookieOf = ({ headers }: Answer): string => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const refresh = (cookie: string, headers: Readonly<Record<string, string>> = page): Promise<Answer> => served.ask('POST /auth/refresh', { body: {}, headers: { cookie, ...headers } });

describe('a refresh token in a cookie', () => {
  it('is given in one that no script can read and no other site can send, and in no body', async () => {
    const answer = await login();
    expect([answer.status, Object.keys(answer.body).sort()]).toEqual([200, ['accessToken', 'expiresIn', 'role', 'roles', 'tokenType']]);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-refresh=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/)]);
  });

  it('is rotated in the cookie, and taken away with signing out', async () => {
    const first = await login();
    const second = await refresh(cookieOf(first));
    expect([second.status, second.body.refreshToken, cookieOf(second) === cookieOf(first)]).toEqual([200, undefined, false]);
    const out = await served.ask('POST /auth/logout', { token: second.body.accessToken, body: {}, headers: { cookie: cookieOf(second) } });
    expect([out.status, out.headers.getSetCookie()]).toEqual([204, ['__Host-refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict']]);
    expect((await refresh(cookieOf(second))).status).toBe(401);
  });

  it.each([
    ['without the header that only scripts of the page send', { 'sec-fetch-site': 'same-origin' }],
    ['from another site', { ...page, 'sec-fetch-site': 'cross-site' }],
    ['from another host of the same site', { ...page, 'sec-fetch-site': 'same-site' }],
    ['with the origin of another host', { 'x-requested-with': 'a page', origin: 'https://elsewhere.example' }],
    ['with an origin that is kept secret', { 'x-requested-with': 'a page', origin: 'null' }],
  ])('is not heard %s: neither to go on nor to sign in', async (_, headers) => {
    const cookie = cookieOf(await login());
    for (const refused of [await refresh(cookie, headers), await login(headers)]) expect([refused.status, refused.body.code, refused.headers.getSetCookie()]).toEqual([403, 'sign-in.cross-site', []]);
    expect((await refresh(cookie)).status).toBe(200);
  });

  it('is heard with the origin of the address that the client sees, also behind a gateway', async () => {
    const seen = { 'x-requested-with': 'a page', origin: 'https://clinic.example', 'x-forwarded-host': 'clinic.example' };
    expect((await refresh(cookieOf(await login(seen)), seen)).status).toBe(200);
  });

  it('ends its session when it comes in a body, as does one of a body in a cookie', async () => {
    const inCookie = cookieOf(await login());
    const [, token = ''] = inCookie.split('=');
    expect((await served.ask('POST /auth/refresh', { body: { refreshToken: token } })).body.code).toBe('session.ended');
    expect((await refresh(inCookie)).status).toBe(401);
    const { username } = await anAccount(clinic, ['patient']);
    const { refreshToken } = (await served.ask('POST /auth/login', { body: { username, password } })).body;
    expect((await refresh(`__Host-refresh=${refreshToken}`)).status).toBe(401);
    expect((await served.ask('POST /auth/refresh', { body: { refreshToken } })).status).toBe(401);
  });

  it('is not taken together with one in the body, and one of the two there must be', async () => {
    const cookie = cookieOf(await login());
    expect((await served.ask('POST /auth/refresh', { body: { refreshToken: 'x'.repeat(43) }, headers: { cookie, ...page } })).body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/refreshToken', code: 'twice' }] });
    expect((await served.ask('POST /auth/refresh', { body: {} })).body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/refreshToken', code: 'missing' }] });
  });

  it('goes on through a lock and another role', async () => {
    const { username, id } = await anAccount(clinic, ['doctor', 'patient']);
    const first = await served.ask('POST /auth/login', { body: { username, password, carrier: 'cookie' }, headers: page });
    await clinic.sql("UPDATE session SET last_used_at = now() - interval '1 hour' WHERE account_id = $1", [id]);
    expect((await refresh(cookieOf(first))).body.code).toBe('session.locked');
    const unlocked = await served.ask('POST /auth/unlock', { body: { password }, headers: { cookie: cookieOf(first), ...page } });
    const other = await served.ask('POST /auth/role', { token: unlocked.body.accessToken, body: { role: 'patient' }, headers: { cookie: cookieOf(unlocked), ...page } });
    expect([other.status, other.body['role'], other.body.refreshToken]).toEqual([200, 'patient', undefined]);
    expect((await refresh(cookieOf(other))).body['role']).toBe('patient');
  });

  it('opens no other route: those want the access token', async () => {
    expect((await served.ask('GET /me', { headers: { cookie: cookieOf(await login()), ...page } })).status).toBe(401);
  });
});
