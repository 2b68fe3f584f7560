import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as Database } from 'pg';
import { type Answer, Client, address, signedInAs, text } from '../client';
import { end, from, instances, signInAt, takeOut, until, untilReady } from './instances';

const [one = '', another = ''] = instances();
const asking = { kind: 'health-summary', format: 'pdf', from: '2020-01-01' };

let owner: Database;
let doctor: Client;
let patientIds: string[];
/** Asked for while an instance was killed; looked for at the end, when the queue has given the killed one's job to the other. */
let reportsOfTheKill: string[] = [];

beforeAll(async () => {
  owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  doctor = await signedInAs('doctor');
  // Enough of them that each instance is the one of some.
  patientIds = await Promise.all(Array.from({ length: 12 }, async (_, place) => text((await doctor.post('/patients', { names: [{ text: `Of one instance or the other ${String(place)}` }] })).body['id'])));
});

afterAll(() => owner.end());

/** Reads and writes through the load balancer while something happens to an instance. */
async function meanwhile(event: (reads: readonly Answer[]) => Promise<void>): Promise<{ reads: Answer[]; writes: { reason: string; answer: Answer }[]; recorded: Map<string, number> }> {
  const seen = { reads: [] as Answer[], writes: [] as { reason: string; answer: Answer }[], recorded: new Map<string, number>() };
  const mark = `While it happened ${String(Date.now())}`;
  // A connection each, as of many clients: one that the load balancer closes when it is idle would be the test's fault.
  const headers = (caller: number) => ({ connection: 'close', ...from(`198.51.100.${String(caller)}`) });
  // Leaves the instance that starts again something of two cores.
  const paceMs = 30;
  let over = false;
  const reader = async (caller: number): Promise<void> => {
    for (let at = caller; !over; at += 1) {
      seen.reads.push(await doctor.get(`/patients/${patientIds[at % patientIds.length] ?? ''}/chart`, headers(caller)));
      await pause(paceMs);
    }
  };
  const writer = async (caller: number): Promise<void> => {
    for (let at = caller; !over; at += 2) {
      const reason = `${mark} ${String(at)}`;
      const answer = await doctor.post(`/patients/${patientIds[at % patientIds.length] ?? ''}/visits`, { startedAt: '2026-03-02T09:00:00Z', reason, measures: [], diagnoses: [], treatments: [] }, headers(caller));
      seen.writes.push({ reason, answer });
      await pause(paceMs);
    }
  };
  const working = Promise.all([reader(1), reader(4), reader(7), reader(10), writer(2), writer(3)]);
  try {
    await pause(200);
    await event(seen.reads);
    await pause(200);
  } finally {
    over = true;
    await working;
  }
  const { rows } = await owner.query<{ reason: string; times: number }>('SELECT reason, count(*)::int AS times FROM visit WHERE reason LIKE $1 GROUP BY reason', [`${mark}%`]);
  for (const { reason, times } of rows) seen.recorded.set(reason, times);
  return seen;
}

const statuses = (answers: readonly Answer[]): number[] => [...new Set(answers.map(({ status }) => status))].sort();

describe('an instance that is killed', () => {
  it('takes nobody else with it: reads go on, no write is lost or done twice', async () => {
    const asked = await Promise.all(patientIds.map((patient) => doctor.post(`/patients/${patient}/reports`, asking)));
    expect(statuses(asked)).toEqual([202]);
    reportsOfTheKill = asked.map(({ headers }) => String(headers.get('location')));
    await until('both instances make a report', async () => (await owner.query("SELECT FROM report WHERE status = 'running'")).rowCount === 2);
    const { reads, writes, recorded } = await meanwhile(async (soFar) => {
      end(0, 'SIGKILL');
      const before = soFar.length;
      await until('there were reads after it', async () => soFar.length > before + 40);
    });
    expect(statuses(reads)).toEqual([200]);
    const [kept, broken] = [writes.filter(({ answer }) => answer.status === 201), writes.filter(({ answer }) => answer.status !== 201)];
    expect(kept.map(({ reason }) => recorded.get(reason))).toEqual(kept.map(() => 1));
    // Whoever was being answered is told that nobody knows, and it was done once or not at all.
    expect(broken.length).toBeLessThanOrEqual(2);
    for (const { answer, reason } of broken) {
      expect([answer.status, answer.body['code']]).toEqual([503, 'service.unavailable']);
      expect([undefined, 1]).toContain(recorded.get(reason));
    }
  });

  it('is not waited for by the reports that it had not begun', async () => {
    const ids = reportsOfTheKill.map((location) => location.split('/').at(-1));
    await until('all are made but the one that it had taken', async () => {
      // It may have been killed between taking the job and marking the report, which then says "queued" still.
      const { rows } = await owner.query<{ state: string | null }>("SELECT j.state FROM report r LEFT JOIN queue.job j ON j.id = r.id::text WHERE r.id = ANY ($1::uuid[]) AND r.status <> 'done'", [ids]);
      return rows.length <= 1 && rows.every(({ state }) => state === 'active');
    }, 30);
    // After two minutes its worker is held for dead. They have passed, and the queue has looked once whether it still lives:
    await owner.query("UPDATE report SET started_at = started_at - interval '2 minutes' WHERE status = 'running'");
    await owner.query("UPDATE queue.job SET locked_until_ms = locked_until_ms - 120000, stalled_marked = true WHERE state = 'active' AND id = ANY ($1)", [ids]);
    await untilReady(0);
  });
});

describe('an instance that is stopped', () => {
  it('is missed by nobody where the load balancer was told before', async () => {
    const { reads, writes, recorded } = await meanwhile(async () => {
      await takeOut(1);
      end(1, 'SIGTERM');
      await until('it is gone', async () => (await new Client(another).get('/health/live').catch(() => undefined)) === undefined);
      await untilReady(1);
      await takeOut();
    });
    expect([statuses(reads), statuses(writes.map(({ answer }) => answer))]).toEqual([[200], [201]]);
    expect(writes.map(({ reason }) => recorded.get(reason))).toEqual(writes.map(() => 1));
  });

  it('is missed by no reader where it was not told', async () => {
    const { reads, writes, recorded } = await meanwhile(async () => {
      end(0, 'SIGTERM');
      await until('it is gone', async () => (await new Client(one).get('/health/live').catch(() => undefined)) === undefined);
    });
    await untilReady(0);
    expect(statuses(reads)).toEqual([200]);
    for (const { answer, reason } of writes) expect([1, ...(answer.status === 201 ? [] : [undefined])]).toContain(recorded.get(reason));
  });
});

describe('a session', () => {
  it('that began at one instance goes on at the other and ends at both', async () => {
    const { accessToken, refreshToken } = await signInAt(one, 'nurse');
    for (const at of [one, another]) expect((await new Client(at, accessToken).get('/me')).body).toMatchObject({ username: 'nurse' });
    const renewed = await new Client(another).post('/auth/refresh', { refreshToken });
    expect(renewed.status).toBe(200);
    const token = text(renewed.body['accessToken']);
    expect((await new Client(one, token).get('/me')).status).toBe(200);
    expect((await new Client(another, token).post('/auth/logout', {})).status).toBe(204);
    for (const at of [one, another]) {
      expect((await new Client(at).post('/auth/refresh', { refreshToken: renewed.body['refreshToken'] })).status).toBe(401);
      await until('its access tokens are refused', async () => (await new Client(at, token).get('/me')).status === 401, 3);
      expect((await new Client(at, accessToken).get('/me')).status).toBe(401);
    }
  });

  it('ends at both when a refresh token that was used at one comes again at the other', async () => {
    const { refreshToken: first } = await signInAt(one, 'desk');
    const second = text((await new Client(one).post('/auth/refresh', { refreshToken: first })).body['refreshToken']);
    const third = (await new Client(another).post('/auth/refresh', { refreshToken: second })).body;
    expect((await new Client(another).post('/auth/refresh', { refreshToken: first })).status).toBe(401);
    expect((await new Client(one).post('/auth/refresh', { refreshToken: third['refreshToken'] })).status).toBe(401);
    for (const at of [one, another]) await until('the thief is out', async () => (await new Client(at, text(third['accessToken'])).get('/me')).status === 401, 3);
  });

  it('goes on with one refresh token when both instances are asked with the same at once', async () => {
    const { refreshToken } = await signInAt(one, 'desk');
    const answers = await Promise.all([one, another, one, another].map((at) => new Client(at).post('/auth/refresh', { refreshToken })));
    const given = answers.filter(({ status }) => status === 200).map(({ body }) => body['refreshToken']);
    const good = await Promise.all(given.map(async (token) => {
      const { rowCount } = await owner.query("SELECT FROM refresh_token WHERE token_hash = sha256(convert_to($1, 'UTF8')) AND used_at IS NULL", [token]);
      return rowCount === 1;
    }));
    expect(good.filter(Boolean)).toHaveLength(1);
  });

  it('is worth nothing at either instance once its account is disabled', async () => {
    const { accessToken, refreshToken } = await signInAt(one, 'doctor');
    const path = `/patients/${patientIds[0] ?? ''}/chart`;
    for (const at of [one, another]) expect((await new Client(at, accessToken).get(path)).status).toBe(200);
    await owner.query("UPDATE account SET status = 'disabled' WHERE username = 'doctor'");
    try {
      for (const at of [one, another]) for (const each of [path, '/me', '/patients']) expect([each, (await new Client(at, accessToken).get(each)).status]).toEqual([each, 401]);
      for (const at of [one, another]) expect((await new Client(at).post('/auth/refresh', { refreshToken })).status).toBe(401);
    } finally {
      await owner.query("UPDATE account SET status = 'active' WHERE username = 'doctor'");
    }
  });

  it('is checked with the same public keys', async () => {
    const [ofOne, ofAnother] = await Promise.all([one, another].map(async (at) => (await new Client(at).get('/.well-known/jwks.json')).body));
    expect(ofOne).toEqual(ofAnother);
  });
});

describe('failures to sign in', () => {
  it('are counted together: after ten at both the name is locked at both, and for that address alone', async () => {
    const guess = (at: string, caller: string) => new Client(at).post('/auth/login', { username: 'guessed-at-both', password: 'a wrong password' }, from(caller));
    const answers = [];
    for (let attempt = 0; attempt < 10; attempt += 1) answers.push(await guess(attempt % 2 === 0 ? one : another, '198.51.100.30'));
    expect(statuses(answers)).toEqual([401]);
    for (const at of [one, another, address()]) {
      const locked = await guess(at, '198.51.100.30');
      expect([locked.status, locked.body['code'], Number(locked.headers.get('retry-after')) > 0]).toEqual([429, 'sign-in.locked', true]);
    }
    expect((await guess(one, '198.51.100.31')).status).toBe(401);
  });
});

describe('requests of one address', () => {
  it('are counted together: a flood over both gets little more than what is allowed at one', async () => {
    const limit = Number((await new Client(one).get('/health/live', from('198.51.100.43'))).headers.get('ratelimit-limit'));
    const minute = (at = Date.now()) => Math.floor(at / 60_000);
    const flood = async (caller: string): Promise<number> => {
      let admitted = 0;
      const pour = async (at: string): Promise<void> => {
        for (let refused = 0; refused < 20; ) {
          if ((await new Client(at).get('/health/live', from(caller))).status === 200) admitted += 1;
          else refused += 1;
        }
      };
      const began = minute();
      await Promise.all(Array.from({ length: 8 }, (_, place) => pour(place % 2 === 0 ? one : another)));
      // The count begins anew with each minute: what went on into the next is no one count, and some of this one is left to look at it.
      return minute(Date.now() + 5000) === began ? admitted : NaN;
    };
    const first = await flood('198.51.100.40');
    const caller = Number.isNaN(first) ? '198.51.100.42' : '198.51.100.40';
    const admitted = Number.isNaN(first) ? await flood(caller) : first;
    expect(admitted).toBeGreaterThanOrEqual(limit);
    expect(admitted).toBeLessThan(limit * 1.25);
    for (const at of [one, another, address()]) {
      const { status, headers, body } = await new Client(at).get('/health/live', from(caller));
      expect([status, body['code'], headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual([429, 'request.too-many', String(limit), '0']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect((await new Client(at).get('/health/live', from('198.51.100.41'))).status).toBe(200);
    }
  });
});

describe('reports', () => {
  it('are asked for at one instance, made by either, watched and fetched at the other', async () => {
    const { accessToken } = await signInAt(one, 'doctor');
    const [asker, watcher] = [new Client(one, accessToken), new Client(another, accessToken)];
    const asked = await Promise.all(patientIds.map((patient) => asker.post(`/patients/${patient}/reports`, asking)));
    for (const { status, headers } of asked) {
      expect(status).toBe(202);
      const location = String(headers.get('location'));
      expect((await watcher.get(`${location}/progress`)).bytes.toString()).toContain('"status":"done"');
      const files = await Promise.all([asker, watcher].map((client) => client.get(`${location}/file`)));
      expect(files.map(({ status }) => status)).toEqual([200, 200]);
      expect(files[0]?.bytes.equals(files[1]?.bytes ?? Buffer.alloc(0))).toBe(true);
    }
    const made = ['all-in-one-1', 'all-in-one-2'].map((name) => readFileSync(join(process.env['E2E_FOLDER'] ?? '', `${name}.log`), 'utf8').match(/"job":"reports\.make".*Job done/g)?.length ?? 0);
    for (const number of made) expect(number).toBeGreaterThan(0);
  });

  it('that a killed instance was making are made by another', async () => {
    for (const location of reportsOfTheKill) {
      await until('it is made', async () => text((await doctor.get(location)).body['status']) === 'done', 100);
      expect((await doctor.get(`${location}/file`)).status).toBe(200);
    }
  }, 120_000);

  it('are looked after by one schedule for both, as is all that is repeated', async () => {
    let waiting: Record<string, number> = {};
    // Not while one of them runs: its next job is made as it is taken.
    await until('the next job of each waits, once', async () => {
      const { rows } = await owner.query<{ schedule: string; waiting: number }>(
        "SELECT s.scheduler_id AS schedule, count(j.id)::int AS waiting FROM queue.scheduler s LEFT JOIN queue.job j ON j.scheduler_id = s.scheduler_id AND j.state = 'delayed' GROUP BY s.scheduler_id");
      waiting = Object.fromEntries(rows.map((row) => [row.schedule, row.waiting]));
      return Object.values(waiting).every((number) => number === 1);
    }, 20);
    expect(Object.keys(waiting)).toContain('reports.resend-lost');
  });
});
