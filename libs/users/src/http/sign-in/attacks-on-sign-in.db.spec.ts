import { setTimeout as pause } from 'node:timers/promises';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { v7 } from 'uuid';
import { passwordIsRight } from '../../sign-in/password';
import { delayMs } from '../../sign-in/sign-in-throttle';
import { type Clinic, aClinic, differInTime } from '../../testing';
import { type Answer, type ServedSignIn, anAccount, password, servedSignIn } from '../../testing/served-sign-in';

jest.setTimeout(120_000);

let place: TestDatabase;
let clinic: Clinic;
let one: ServedSignIn;
let another: ServedSignIn;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  one = await servedSignIn(place, { production: false });
  another = await servedSignIn(place, { production: false, folder: one.folder });
});

afterAll(async () => {
  for (const served of [another, one]) await served.stop();
  await clinic.close();
  await place.drop();
});

const wrong = 'not the password at all';
let addresses = 0;
/** One that nobody else of these tests comes from. */
const newAddress = (): string => `198.51.${String(Math.floor((addresses += 1) / 250))}.${String(addresses % 250)}`;
const signIn = (username: string, { from = newAddress(), typed = password, at = one, device = 'a test' } = {}): Promise<Answer> =>
  at.ask('POST /auth/login', { body: { username, password: typed }, headers: { 'x-forwarded-for': from, 'user-agent': device } });
const refresh = (refreshToken: string, device = 'a test', at = one): Promise<Answer> => at.ask('POST /auth/refresh', { body: { refreshToken }, headers: { 'user-agent': device } });
const isOut = async ({ accessToken, refreshToken }: { accessToken: string; refreshToken: string }): Promise<boolean> =>
  (await refresh(refreshToken)).status === 401 && (await one.ask('GET /me', { token: accessToken })).status === 401;
const timed = async (work: () => Promise<Answer>): Promise<{ ms: number; answer: Answer }> => {
  const began = performance.now();
  const answer = await work();
  return { ms: performance.now() - began, answer };
};

describe('a stolen refresh token', () => {
  it('that its thief uses first throws both out as soon as its owner comes', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { body: owner } = await signIn(username);
    const { body: thief } = await refresh(owner.refreshToken, 'the thief');
    expect((await refresh(owner.refreshToken)).body.code).toBe('session.ended');
    await pause(1100);
    expect([await isOut(thief), await isOut(owner)]).toEqual([true, true]);
  });

  it('that its owner used first throws both out as soon as the thief comes', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { body: stolen } = await signIn(username);
    const { body: owner } = await refresh(stolen.refreshToken);
    expect((await refresh(stolen.refreshToken, 'the thief')).body.code).toBe('session.ended');
    await pause(1100);
    expect(await isOut(owner)).toBe(true);
  });

  it('that a thief who knows the device uses within the grace leaves one of the two in, and ends when the other comes', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { body: stolen } = await signIn(username);
    const { body: owner } = await refresh(stolen.refreshToken);
    const { body: thief } = await refresh(stolen.refreshToken);
    expect((await refresh(owner.refreshToken)).status).toBe(401);
    expect((await refresh(thief.refreshToken)).status).toBe(200);
    expect((await refresh(stolen.refreshToken)).status).toBe(401);
    await pause(1100);
    expect(await isOut(thief)).toBe(true);
  });

  it('gives one way to go on where it comes to two instances at the same moment, and none where the devices differ', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const { body: same } = await signIn(username);
    const given = (await Promise.all([one, another, one, another].map((at) => refresh(same.refreshToken, 'a test', at)))).filter(({ status }) => status === 200).map(({ body }) => body.refreshToken);
    expect(await clinic.sql("SELECT count(*)::int AS good FROM refresh_token WHERE token_hash IN (SELECT sha256(convert_to(t, 'UTF8')) FROM unnest($1::text[]) t) AND used_at IS NULL", [given])).toEqual([{ good: 1 }]);
    const { body: differ } = await signIn(username);
    const answers = await Promise.all([refresh(differ.refreshToken), refresh(differ.refreshToken, 'the thief', another)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    for (const { body } of answers.filter(({ status }) => status === 200)) expect((await refresh(body.refreshToken)).status).toBe(401);
  });
});

describe('a stolen access token', () => {
  it('becomes no session: another role wants the refresh token of this session', async () => {
    const { username } = await anAccount(clinic, ['doctor', 'researcher']);
    const [{ body: victim }, { body: other }] = [await signIn(username), await signIn(username)];
    for (const body of [{ role: 'researcher' }, { role: 'researcher', refreshToken: other.refreshToken }, { role: 'researcher', refreshToken: 'x'.repeat(43) }]) {
      expect([401, 422]).toContain((await one.ask('POST /auth/role', { token: victim.accessToken, body })).status);
    }
    expect((await refresh(victim.refreshToken)).status).toBe(200);
  });
});

describe('a role', () => {
  it.each([
    ['POST /auth/login', { role: 'admin' }, 422, 'sign-in.role-not-held'],
    ['POST /auth/login', { roles: ['admin'] }, 422, 'request.invalid'],
    ['POST /auth/login', { role: 'enrolling' }, 422, 'request.invalid'],
    ['POST /auth/refresh', { role: 'admin' }, 422, 'request.invalid'],
    ['POST /auth/role', { role: 'admin' }, 422, 'sign-in.role-not-held'],
    ['POST /auth/role', { role: 'worker' }, 422, 'request.invalid'],
    ['POST /auth/mfa/enrol', { role: 'admin' }, 422, 'request.invalid'],
  ])('is not taken by asking for it: %s %j', async (route, asked, status, code) => {
    const { username } = await anAccount(clinic, ['patient']);
    const { body } = await signIn(username);
    const needed = route.endsWith('login') ? { username, password } : route.endsWith('enrol') ? { password } : { refreshToken: body.refreshToken };
    const answer = await one.ask(route, { token: body.accessToken, body: { ...needed, ...asked } });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await one.ask('GET /me', { token: body.accessToken })).body['role']).toBe('patient');
  });
});

describe('somebody who guesses', () => {
  it('has ten attempts from an address, in a row or at once, at one instance or two', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const from = newAddress();
    const guesses = await Promise.all(Array.from({ length: 30 }, (_, number) => signIn(username, { from, typed: wrong, at: number % 2 === 0 ? one : another })));
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(401), ...Array<number>(20).fill(429)]);
    expect((await signIn(username, { from })).status).toBe(429);
  });

  it('from many addresses can not lock a doctor out: who signed in from there before waits for nothing, from elsewhere some seconds', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const clinicAddress = newAddress();
    expect((await signIn(username, { from: clinicAddress })).status).toBe(200);
    // Nobody waits for what the attackers are made to wait for.
    await clinic.sql(
      `INSERT INTO sign_in_throttle (key, failures, first_failure_at) VALUES (sha256(convert_to('name' || chr(10) || $1, 'UTF8')), 400, now())
        ON CONFLICT (key) DO UPDATE SET failures = 400, first_failure_at = now()`, [username]);
    const slowed = Promise.all([timed(() => signIn(username, { from: newAddress(), typed: wrong })), timed(() => signIn(username))]);
    const known = await timed(() => signIn(username, { from: clinicAddress }));
    const [attacked, elsewhere] = await slowed;
    expect([attacked.answer.status, known.answer.status, elsewhere.answer.status]).toEqual([401, 200, 200]);
    expect(known.ms).toBeLessThan(3000);
    for (const { ms } of [attacked, elsewhere]) expect([ms >= 4990, ms < 9000]).toEqual([true, true]);
  });

  it('is slowed more with each failure at a name, up to a bound', () => {
    expect([0, 20, 21, 30, 70, 100_000].map(delayMs)).toEqual([0, 0, 100, 1000, 5000, 5000]);
  });

  it('tries one password on a hundred names from an address, and then no more; who signed in from there goes on', async () => {
    const from = newAddress();
    const { username } = await anAccount(clinic, ['nurse']);
    expect((await signIn(username, { from })).status).toBe(200);
    const spray = [];
    for (let round = 0; round < 10; round += 1) spray.push(...(await Promise.all(Array.from({ length: 10 }, () => signIn(`name-${v7()}`, { from, typed: wrong })))));
    expect(spray.every(({ status }) => status === 401)).toBe(true);
    const stopped = await signIn((await anAccount(clinic, ['doctor'])).username, { from });
    expect([stopped.status, stopped.body.code, Number(stopped.headers.get('retry-after')) > 0]).toEqual([429, 'sign-in.locked', true]);
    expect((await signIn(username, { from })).status).toBe(200);
    expect((await signIn(`name-${v7()}`, { typed: wrong })).status).toBe(401);
  });

  it('comes as a storm, and neither whoever reads waits for it nor who signed in from there before; the rest are told when to come again', async () => {
    const { username } = await anAccount(clinic, ['doctor']);
    const from = newAddress();
    const { accessToken: token } = (await signIn(username, { from })).body;
    const storm = { isOver: false };
    const began = performance.now();
    const stormed = Promise.all(Array.from({ length: 180 }, () => signIn(`name-${v7()}`, { typed: wrong }))).finally(() => (storm.isOver = true));
    const known = timed(() => signIn(username, { from }));
    const reads: number[] = [];
    while (!storm.isOver) reads.push((await timed(() => one.ask('GET /me', { token }))).ms);
    const lasted = performance.now() - began;
    expect([...new Set((await stormed).map(({ status, body }) => `${String(status)} ${String(body.code)}`))].filter((told) => !['401 sign-in.refused', '503 sign-in.busy'].includes(told))).toEqual([]);
    expect((await known).answer.status).toBe(200);
    // It is one process and two cores: the storm itself takes its share of both.
    expect([reads.length > 10, Math.max(...reads) < lasted / 2]).toEqual([true, true]);
  });

  it('leaves no more in the database than is of use: old failures are forgotten, who may be trusted is not', async () => {
    const old = "now() - interval '2 days'";
    await clinic.sql(`INSERT INTO sign_in_throttle (key, failures, first_failure_at, signed_in_at) VALUES ('\\x01', 3, ${old}, NULL), ('\\x02', 0, ${old}, now()), ('\\x03', 0, ${old}, now() - interval '91 days'), ('\\x04', 3, now(), NULL)`);
    const fresh = await servedSignIn(place, { production: false });
    await fresh.ask('POST /auth/login', { body: { username: 'nobody', password: wrong } });
    expect(await clinic.sql("SELECT encode(key, 'hex') AS key FROM sign_in_throttle WHERE length(key) = 1 ORDER BY key")).toEqual([{ key: '02' }, { key: '04' }]);
    await fresh.stop();
  });
});

describe('whether a name is known', () => {
  const kinds = ['unknown', 'known', 'disabled', 'invited', 'without a role', 'with a second factor'] as const;
  const name = async (kind: (typeof kinds)[number]): Promise<string> => {
    if (kind === 'unknown') return `somebody-${v7()}`;
    const status = kind === 'disabled' || kind === 'invited' ? { status: kind } : {};
    const { username, id } = await anAccount(clinic, kind === 'without a role' ? [] : ['doctor'], status);
    if (kind === 'with a second factor') await clinic.sql("INSERT INTO second_factor (account_id, secret, confirmed_at) VALUES ($1, '', now())", [id]);
    return username;
  };
  const told = ({ status, headers, body }: Answer) => [status, [...headers.keys()].filter((header) => header !== 'date').map((header) => [header, header.includes('length') ? '' : headers.get(header)]), { ...body, traceId: '' }];

  it('is told by no word, status or header: not of a wrong password, not of a right one where the account is not to be had, not of a lock', async () => {
    const answers = [];
    for (const kind of kinds) answers.push(told(await signIn(await name(kind), { typed: wrong })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    for (const kind of ['disabled', 'invited', 'without a role'] as const) expect(told(await signIn(await name(kind)))).toEqual(answers[0]);
    const locked = [];
    for (const kind of kinds) {
      const [username, from] = [await name(kind), newAddress()];
      await Promise.all(Array.from({ length: 10 }, () => signIn(username, { from, typed: wrong })));
      locked.push(told(await signIn(username, { from, typed: wrong })).slice(0, 1));
    }
    expect(locked).toEqual(kinds.map(() => [429]));
  });

  /** Of names of these kinds and of one that nobody has: how long each answer took, by kind and status. In another order each round, so that what the machine does besides falls on all alike. */
  async function timesOf(suspects: readonly (typeof kinds)[number][], rounds: number): Promise<(what: string) => readonly number[]> {
    const asked = ['unknown', ...suspects] as const;
    const names = new Map<string, string[]>();
    for (const kind of asked) names.set(kind, [await name(kind), await name(kind), await name(kind), await name(kind), await name(kind)]);
    const times = new Map<string, number[]>();
    const measure = async (what: string, username: string, from: string) => {
      const { ms, answer } = await timed(() => signIn(username, { from, typed: wrong }));
      times.set(`${what} ${String(answer.status)}`, [...(times.get(`${what} ${String(answer.status)}`) ?? []), ms]);
    };
    const lockedFrom = newAddress();
    for (const kind of asked) await Promise.all(Array.from({ length: 11 }, () => signIn(names.get(kind)?.[0] ?? '', { from: lockedFrom, typed: wrong })));
    // What the answer for a name that nobody has would take without hashing anything, on this machine as busy as it is.
    const unhashed: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of [...asked].sort(() => Math.random() - 0.5)) {
        await measure(kind, names.get(kind)?.[1 + (round % 4)] ?? '', newAddress());
        await measure(`${kind}, locked,`, names.get(kind)?.[0] ?? '', lockedFrom);
      }
      const began = performance.now();
      await passwordIsRight(wrong, undefined);
      unhashed.push((times.get('unknown 401')?.at(-1) ?? 0) - (performance.now() - began));
    }
    times.set('unhashed', unhashed);
    return (what) => times.get(what) ?? [];
  }

  it('is told by no time, neither before nor behind a lock', async () => {
    const rounds = 30;
    let suspects: readonly (typeof kinds)[number][] = kinds.slice(1);
    // Whatever is told is told each time: what seems to differ is measured again, with other names.
    for (let time = 0; time < 3 && suspects.length > 0; time += 1) {
      const of = await timesOf(suspects, rounds);
      for (const kind of ['unknown', ...suspects]) expect([kind, of(`${kind} 401`).length, of(`${kind}, locked, 429`).length]).toEqual([kind, rounds, rounds]);
      // What is looked for would be seen.
      expect(differInTime(of('unhashed'), of(`${suspects[0] ?? ''} 401`))).toBe(true);
      suspects = suspects.filter((kind) => differInTime(of('unknown 401'), of(`${kind} 401`)) || differInTime(of('unknown, locked, 429'), of(`${kind}, locked, 429`)));
    }
    expect(suspects).toEqual([]);
  });
});

describe('the audit', () => {
  it('has an entry of each sign-in and each failure, and no word of what was typed', async () => {
    const { username, id } = await anAccount(clinic, ['doctor']);
    const nobody = `nobody-${v7()}`;
    await signIn(username);
    await signIn(username, { typed: wrong });
    await signIn(nobody, { typed: wrong });
    const of = (actor: string) => clinic.sql<{ action: string; thing: string }>('SELECT action, thing FROM audit.entry WHERE actor_id = $1 ORDER BY at', [actor]);
    expect(await of(id)).toEqual([{ action: 'sign-in', thing: 'Session' }, { action: 'refused', thing: 'Session' }]);
    expect((await of('00000000-0000-0000-0000-000000000000')).at(-1)).toEqual({ action: 'refused', thing: 'Session' });
    const [row] = await clinic.sql<{ found: number }>('SELECT (SELECT count(*) FROM audit.entry e WHERE e::text ~ $1)::int + (SELECT count(*) FROM audit.entry_values v WHERE v::text ~ $1)::int AS found', [`${nobody}|${wrong}|${password}|argon2id`]);
    expect(row).toEqual({ found: 0 });
  });
});
