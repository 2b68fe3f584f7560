import { array, assert, asyncProperty, constantFrom, nat, record } from 'fast-check';
import { ChartCache, type ReadAnswer } from './chart-cache';

type State = ReadAnswer['state'];

const patient = 'a patient';
const state = (changes: Partial<State> = {}): State => ({ chart_viewer: 'record/1/staff', chart_versions: 'one 1', chart_moment: 100, ...changes });
const answer = (text: string, changes: Partial<State> = {}, goodUntil: number | null = null): ReadAnswer => ({ state: state(changes), goodUntil, body: Buffer.from(text) });

let cache: ChartCache;
const keep = (read: ReadAnswer, of = patient) => cache.keep(of, () => Promise.resolve(read));
const find = async (changes: Partial<State> = {}, of = patient) => (await cache.find(of, state(changes)))?.toString();

beforeEach(() => {
  cache = new ChartCache(1);
});

describe('what is kept of a chart', () => {
  it('is found for the state that was read with it, and for no other', async () => {
    expect((await keep(answer('kept'))).toString()).toBe('kept');
    expect(await find()).toBe('kept');
    expect(await find({ chart_versions: 'one 2' })).toBeUndefined();
    expect(await find({ chart_versions: 'one 1,two 1' })).toBeUndefined();
    for (const chart_viewer of ['record/0/staff', 'record/2/staff', 'record/1/patient', 'person/1/staff', '']) expect(await find({ chart_viewer })).toBeUndefined();
    expect(await find({}, 'another patient')).toBeUndefined();
  });

  it('is nothing where the state can not be told', async () => {
    for (const untold of [{ chart_viewer: null }, { chart_versions: null }]) {
      expect((await keep(answer('read', untold))).toString()).toBe('read');
      expect(await find(untold)).toBeUndefined();
      expect(cache.mayHave(patient)).toBe(false);
    }
  });

  it('is good until the moment at which the clock changes the answer', async () => {
    await keep(answer('before', {}, 200));
    expect(await find({ chart_moment: 199.999999 })).toBe('before');
    expect(await find({ chart_moment: 200 })).toBeUndefined();
    expect(await find({ chart_moment: 201 })).toBeUndefined();
  });

  it('is one answer for each kind of viewer, and of one state of the chart', async () => {
    await keep(answer('doctor'));
    await keep(answer('patient', { chart_viewer: 'record/2/patient' }));
    expect([await find(), await find({ chart_viewer: 'record/2/patient' })]).toEqual(['doctor', 'patient']);
    await keep(answer('doctor again', { chart_versions: 'one 2' }));
    expect([await find({ chart_versions: 'one 2' }), await find({ chart_viewer: 'record/2/patient' })]).toEqual(['doctor again', undefined]);
  });

  it('is never of another state, whatever was read and asked before', async () => {
    const states = record({ patient: constantFrom('a', 'b'), chart_viewer: constantFrom('x', 'y', null), chart_versions: constantFrom('1', '2', '3', null), chart_moment: nat(5) });
    const action = record({ kind: constantFrom('keep', 'find'), of: states, lasts: nat(5) });
    await assert(
      asyncProperty(array(action, { maxLength: 40 }), async (actions) => {
        const any = new ChartCache(1);
        for (const { kind, of, lasts } of actions) {
          const goodUntil = of.chart_moment + lasts;
          if (kind === 'keep') await any.keep(of.patient, () => Promise.resolve({ state: of, goodUntil, body: Buffer.from(JSON.stringify({ ...of, goodUntil })) }));
          const found = await any.find(of.patient, of);
          if (!found) continue;
          const { chart_moment: _, goodUntil: until, ...rest } = JSON.parse(found.toString()) as typeof of & { goodUntil: number };
          expect(rest).toEqual({ patient: of.patient, chart_viewer: of.chart_viewer, chart_versions: of.chart_versions });
          expect(until).toBeGreaterThan(of.chart_moment);
        }
      }),
    );
  });
});

describe('the memory of it', () => {
  it('is bounded: what was asked for longest ago goes first', async () => {
    const large = 'x'.repeat(300 * 1024);
    for (const name of ['one', 'two', 'three']) await keep(answer(large), name);
    expect(await find({}, 'one')).toBe(large);
    await keep(answer(large), 'four');
    expect(['one', 'two', 'three', 'four'].map((name) => cache.mayHave(name))).toEqual([true, false, true, true]);
  });

  it('does not hold what is larger than all of it, and counts what is around small ones', async () => {
    expect((await keep(answer('x'.repeat(2 ** 20)), 'huge')).byteLength).toBe(2 ** 20);
    expect(cache.mayHave('huge')).toBe(false);
    for (let at = 0; at < 2000; at++) await keep(answer('x'), String(at));
    expect(cache.mayHave('500')).toBe(false);
    expect(cache.mayHave('1999')).toBe(true);
  });

  it('is none where the setting says 0', async () => {
    cache = new ChartCache(0);
    expect((await keep(answer('read'))).toString()).toBe('read');
    expect([cache.mayHave(patient), await find()]).toEqual([false, undefined]);
  });
});

describe('a read that is under way', () => {
  let finish: (read: ReadAnswer) => void;
  let fail: (error: Error) => void;
  let reading: Promise<Buffer>;

  beforeEach(() => {
    reading = cache.keep(patient, () => new Promise((resolve, reject) => [finish, fail] = [resolve, reject]));
  });

  it('is shared with those who come meanwhile and would read the same', async () => {
    expect(cache.mayHave(patient)).toBe(true);
    const [same, otherViewer, otherState] = [find(), find({ chart_viewer: 'record/0/staff' }), find({ chart_versions: 'one 2' })];
    finish(answer('shared'));
    expect(await Promise.all([same, otherViewer, otherState])).toEqual(['shared', undefined, undefined]);
  });

  it('helps nobody when it fails', async () => {
    const waiting = find();
    fail(new Error('refused'));
    await expect(reading).rejects.toThrow('refused');
    expect(await waiting).toBeUndefined();
    expect(cache.mayHave(patient)).toBe(false);
  });
});
