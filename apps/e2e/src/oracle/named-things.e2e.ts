import fc from 'fast-check';
import { v7 } from 'uuid';
import { type Asked, ask, told } from '../world/ask';
import type { Caller } from '../world/callers';
import { type World, makeWorld } from '../world/make-world';
import { type HiddenThing, hiddenThing } from './hidden-things';
import { type Slot, slotsOf, requestAbout } from './requests-that-name';

jest.setTimeout(240_000);

let world: World;
let slots: readonly Slot[];

beforeAll(async () => {
  world = await makeWorld();
  slots = slotsOf(world);
}, 120_000);
afterAll(() => world.close());

const cases = { hidden: 700, requestsOfEach: 8 };

/** What the viewer is told, whatever the thing is called. What was done has ids and moments of its own: of that the status tells. */
async function answer(viewer: Caller, asked: Omit<Asked, 'token'>, id: string): Promise<string> {
  const answered = await ask({ ...asked, token: viewer === 'nobody' ? undefined : world.people[viewer].token });
  return asked.method !== 'GET' && answered.status < 400 ? String(answered.status) : told(answered).replaceAll(id, '(the id)');
}

const nameOf = ({ operation, part, place }: Slot): string => `${operation.name}, ${part ?? place?.join('/') ?? ''}`;

interface Request {
  readonly viewer: Caller;
  readonly slot: Slot;
  readonly naming: (id: string) => Omit<Asked, 'token'>;
}

/** Asks about an id that nothing has, adds the thing, and asks about its id. @returns the first request whose answers differ, in words */
async function whatTells(thing: HiddenThing, requests: readonly Request[]): Promise<string | undefined> {
  const absent = v7();
  const before: string[] = [];
  for (const { viewer, naming } of requests) before.push(await answer(viewer, naming(absent), absent));
  await thing.add(world);
  for (const [number, { viewer, slot, naming }] of requests.entries()) {
    const after = await answer(viewer, naming(thing.id), thing.id);
    if (after !== before[number]) return `${thing.kind} shows to the ${viewer} in ${nameOf(slot)}:\n${before[number] ?? ''}\n${after}`;
  }
  return undefined;
}

const requestsAbout = (thing: HiddenThing, viewers: readonly Caller[], number: number): fc.Arbitrary<Request[]> =>
  fc.array(fc.tuple(fc.constantFrom(...viewers), requestAbout(world, slots, thing.kind)).map(([viewer, request]) => ({ viewer, ...request, toString: () => `${viewer} in ${nameOf(request.slot)}` })), { minLength: number, maxLength: number });

it(`${String(cases.hidden * cases.requestsOfEach)} requests that name what is hidden are answered as those that name nothing`, async () => {
  await fc.assert(
    fc.asyncProperty(hiddenThing, fc.gen(), async (thing, generate) => {
      const leak = await whatTells(thing, generate(requestsAbout, thing, thing.hiddenFrom, cases.requestsOfEach)).finally(() => thing.remove(world));
      if (leak !== undefined) throw new Error(leak);
    }),
    { numRuns: cases.hidden, endOnFailure: true },
  );
});

it('what is not hidden shows: the requests would find it', async () => {
  const seers: readonly [RegExp, Caller][] = [[/restricted/, 'doctor in emergency'], [/^study/, 'admin of the organisation'], [/draft$/, 'doctor in care'], [/^patient/, 'desk of the organisation']];
  let seen = 0;
  // Not taken away again: what somebody who may has done to it hangs on it.
  for (const [thing, generate] of fc.sample(fc.tuple(hiddenThing, fc.gen()), 20)) {
    const viewer = seers.find(([kind]) => kind.test(thing.kind))?.[1] ?? 'auditor';
    if ((await whatTells(thing, generate(requestsAbout, thing, [viewer], 30))) !== undefined) seen += 1;
  }
  expect(seen).toBeGreaterThan(5);
});
