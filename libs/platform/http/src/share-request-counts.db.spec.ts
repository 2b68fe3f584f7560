import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@anamnesis/database';
import { createLogger } from '@anamnesis/logging';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { RequestCounts } from './request-counts';
import { ShareRequestCounts } from './share-request-counts';

const address = '203.0.113.77';
const minuteMs = 60_000;

let database: TestDatabase;
let owner: Client;
const pools: Database[] = [];
let now: number;
let sharing: ShareRequestCounts[];
let lines: string[];

beforeAll(async () => {
  database = await testDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  for (const applicationName of ['one instance', 'another', 'a third']) {
    pools.push(await openDatabase({ url: database.urlFor('anamnesis_all_in_one'), poolSize: 2, applicationName, entities: [] }));
  }
});

afterAll(async () => {
  for (const { dataSource } of pools) await dataSource.destroy();
  await owner.end();
  await database.drop();
});

beforeEach(async () => {
  await owner.query('DELETE FROM request_count');
  now = 29_000_000 * minuteMs;
  [sharing, lines] = [[], []];
});

afterEach(() => Promise.all(sharing.map((one) => one.stop())));

/** Instances on the one database, with one clock. */
function instances(many: number, limit: number): RequestCounts[] {
  return pools.slice(0, many).map((pool) => {
    const counts = new RequestCounts(limit, () => now);
    sharing.push(new ShareRequestCounts(counts, pool, createLogger({ name: 'spec', level: 'debug', destination: { write: (line) => void lines.push(line) } })));
    return counts;
  });
}

function add(counts: RequestCounts, times: number, from = address): number {
  let current = 0;
  for (let time = 0; time < times; time += 1) current = counts.add(from).current;
  return current;
}

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await check()) return;
    await pause(10);
  }
  throw new Error('It did not come to that in 3 s');
}

const rows = async () => (await owner.query<{ minute: number; hash: string; requests: number }>("SELECT minute, encode(address_hash, 'escape') AS hash, requests FROM request_count ORDER BY minute")).rows;

describe('the requests of an address', () => {
  it('are counted together: an instance tells of its own after a second at most, and then hears of the others\'', async () => {
    const [one, another] = instances(2, 600);
    add(one!, 59);
    expect(await rows()).toEqual([]);
    await until(async () => (await rows())[0]?.requests === 59);
    expect(add(another!, 30)).toBe(30);
    await until(async () => (await rows())[0]?.requests === 89);
    await pause(20);
    expect(another!.add(address).current).toBe(90);
  });

  it('are told at once when they are many, so that a flood over several instances is one flood', async () => {
    const all = instances(3, 1000);
    let admitted = 0;
    let asked = 0;
    async function flood(counts: RequestCounts): Promise<void> {
      for (let request = 0; request < 2000; request += 1) {
        asked += 1;
        if (counts.add(address).current <= counts.limit) admitted += 1;
        if (request % 5 === 0) await pause(3);
      }
    }
    await Promise.all(all.map(flood));
    expect(asked).toBe(6000);
    expect(admitted).toBeGreaterThanOrEqual(1000);
    // The limit, a tenth of it for each instance, and what was on its way.
    expect(admitted).toBeLessThan(1600);
    for (const counts of all) expect(counts.add(address).current).toBeGreaterThan(1000);
  });

  it('do not count for another address', () => {
    const [one] = instances(1, 100);
    add(one!, 500);
    expect(one!.add('203.0.113.78').current).toBe(1);
  });

  it('cost the database nothing where they are few', async () => {
    const [one] = instances(1, 6000);
    for (let place = 0; place < 300; place += 1) add(one!, 59, `10.0.0.${String(place)}`);
    await pause(1200);
    expect(await rows()).toEqual([]);
  });

  it('begin anew with the minute, and the counts of minutes before are removed', async () => {
    const [one, another] = instances(2, 100);
    add(one!, 100);
    await until(async () => (await rows()).length === 1);
    now += 59_000;
    expect(one!.add(address)).toEqual({ current: 101, ttl: 1000 });
    await until(async () => (await rows())[0]?.requests === 101);
    now += 1000;
    expect(one!.add(address)).toEqual({ current: 1, ttl: minuteMs });
    now += minuteMs;
    add(another!, 10);
    await until(async () => (await rows())[0]?.minute === now / minuteMs);
    expect((await rows()).map(({ requests }) => requests)).toEqual([10]);
  });

  it('are kept without the address', async () => {
    const [one] = instances(1, 100);
    add(one!, 50);
    await until(async () => (await rows()).length === 1);
    expect(JSON.stringify(await rows())).not.toContain(address);
    expect(lines.join('')).not.toContain(address);
  });

  it('are counted by each instance for itself while the database does not answer, and together again after', async () => {
    const [one, another] = instances(2, 100);
    await owner.query('REVOKE INSERT ON request_count FROM anamnesis_all_in_one');
    try {
      expect(add(one!, 70)).toBe(70);
      await until(() => lines.some((line) => line.includes('could not be shared')));
      expect([add(one!, 10), add(another!, 40)]).toEqual([80, 40]);
      // It rests a second after a failure, whatever comes.
      for (let time = 0; time < 20; time += 1) {
        one!.add(address);
        await pause(10);
      }
      expect(lines.length).toBeLessThanOrEqual(2);
    } finally {
      await owner.query('GRANT INSERT ON request_count TO anamnesis_all_in_one');
    }
    await until(async () => (await rows())[0]?.requests === 140);
    // Beyond the limit nothing more is told, so these are refused here and cost nothing.
    expect(one!.add(address).current).toBeGreaterThan(100);
  });

  it('of many addresses are told by several instances at once without one waiting for the other', async () => {
    const all = instances(3, 100);
    for (let round = 0; round < 20; round += 1) {
      for (const counts of all) {
        // Each in another order.
        for (let place = 0; place < 200; place += 1) counts.add(`10.1.0.${String((place * (all.indexOf(counts) + 3)) % 200)}`);
      }
      await pause(20);
    }
    await until(async () => (await rows()).reduce((sum, { requests }) => sum + requests, 0) >= 200 * 20 * 3 - 200 * 3 * 9);
    expect(lines).toEqual([]);
  });
});
