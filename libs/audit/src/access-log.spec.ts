import type { Database, Statement } from '@anamnesis/database';
import { AccessLog } from './access-log';
import { AccessNotRecorded } from './access-log.errors';

/** Stands for the database, so that a test decides when and how an insert ends. It takes each row's kind of thing as its name. */
class InsertsByHand {
  readonly inserts: { things: string[]; succeed: () => void; fail: (error: unknown) => void }[] = [];

  query(_: Statement, values: readonly unknown[]): Promise<never[]> {
    return new Promise((resolve, fail) => this.inserts.push({ things: values[4] as string[], succeed: () => resolve([]), fail }));
  }

  things(): string[][] {
    return this.inserts.map(({ things }) => things);
  }
}

let database: InsertsByHand;
let log: AccessLog;
const record = (thing: string) => log.record({ acting: { accountId: '0190a0f0-0000-7000-8000-000000000001', role: 'doctor' }, action: 'read', thing });
const settle = () => new Promise((resolve) => setImmediate(resolve));
const refused = (code: string) => Object.assign(new Error('refused'), { code });

beforeEach(() => {
  database = new InsertsByHand();
  log = new AccessLog(database as unknown as Database);
});

describe('recording accesses', () => {
  it('writes the first entry at once and those that come meanwhile together', async () => {
    const all = ['a', 'b', 'c'].map(record);
    expect(database.things()).toEqual([['a']]);
    database.inserts[0]!.succeed();
    await all[0];
    await settle();
    expect(database.things()).toEqual([['a'], ['b', 'c']]);
    database.inserts[1]!.succeed();
    await Promise.all(all);
  });

  it('resolves an entry only when its own insert is done', async () => {
    const done: string[] = [];
    void record('a').then(() => done.push('a'));
    void record('b').then(() => done.push('b'));
    database.inserts[0]!.succeed();
    await settle();
    expect(done).toEqual(['a']);
    database.inserts[1]!.succeed();
    await settle();
    expect(done).toEqual(['a', 'b']);
  });

  it('bounds what goes into one insert', async () => {
    const all = Array.from({ length: 1101 }, (_, at) => record(String(at)));
    for (let at = 0; at < 4; at++) {
      database.inserts[at]!.succeed();
      await settle();
    }
    await Promise.all(all);
    expect(database.things().map((things) => things.length)).toEqual([1, 500, 500, 100]);
  });

  it('fails all entries of an insert that fails as a whole, and goes on with the next', async () => {
    const first = expect(record('a')).rejects.toThrow(AccessNotRecorded);
    const second = record('b');
    database.inserts[0]!.fail(refused('57P01'));
    await first;
    database.inserts[1]!.succeed();
    await expect(second).resolves.toBeUndefined();
  });

  it('fails only the entry that the database refuses, not those that share its insert', async () => {
    database.query = (_, values) => ((values[4] as string[]).includes('bad') ? Promise.reject(refused('22P02')) : Promise.resolve([]));
    const outcomes = await Promise.allSettled(['first', 'a', 'bad', 'b', 'c'].map(record));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('ends only when what waits is written', async () => {
    const all = ['a', 'b'].map(record);
    let ended = false;
    const end = log.onApplicationShutdown().then(() => (ended = true));
    database.inserts[0]!.succeed();
    await settle();
    expect(ended).toBe(false);
    database.inserts[1]!.succeed();
    await Promise.all([...all, end]);
  });
});
