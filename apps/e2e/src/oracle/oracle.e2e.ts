import fc from 'fast-check';
import { ask, told } from '../world/ask';
import type { Caller } from '../world/callers';
import { from } from '../world/everybody';
import { type World, makeWorld } from '../world/make-world';
import { type HiddenThing, hiddenThing, questions } from './hidden-things';

jest.setTimeout(240_000);

let world: World;

beforeAll(async () => {
  world = await makeWorld();
  // Lists of several pages, so that what is hidden would stand between others.
  const { clinic } = world;
  for (let hours = 40; hours < 2000; hours += 170) {
    await clinic.add('visit', { started_at: from(-hours), status: 'completed', completed_at: from(-hours), reason: 'seen', patient_visible_from: from(-hours) });
    for (const [code, unit] of [['8867-4', '/min'], ['8480-6', 'mm[Hg]']]) await clinic.add('measure', { code, unit, quantity: 60 + (hours % 30), entered_value: 'x', taken_at: from(-hours - 1) });
  }
}, 120_000);
afterAll(() => world.close());

const cases = { hidden: 400, questionsOfEach: 10 };

/** What a viewer is told. A question that names nothing hidden has one answer for the whole run. */
const known = new Map<string, string>();
async function answer(viewer: Caller, path: string): Promise<string> {
  return told(await ask({ method: 'GET', path, token: viewer === 'nobody' ? undefined : world.people[viewer].token }));
}
async function answerWithout(viewer: Caller, path: string): Promise<string> {
  const key = `${viewer} ${path}`;
  const before = known.get(key) ?? (await answer(viewer, path));
  known.set(key, before);
  return before;
}

interface Question {
  readonly viewer: Caller;
  readonly path: string;
}

async function whatTells(thing: HiddenThing, asked: readonly Question[]): Promise<string | undefined> {
  const before: string[] = [];
  for (const { viewer, path } of asked) before.push(await answerWithout(viewer, path));
  await thing.add(world);
  try {
    for (const [number, { viewer, path }] of asked.entries()) {
      const after = await answer(viewer, path);
      if (after !== before[number]) return `${thing.kind} shows to the ${viewer} in GET ${path}:\n${before[number] ?? ''}\n${after}`;
    }
    return undefined;
  } finally {
    await thing.remove(world);
  }
}

function questionsAbout(thing: HiddenThing): fc.Arbitrary<Question[]> {
  return fc.array(fc.record({ viewer: fc.constantFrom(...thing.hiddenFrom), path: questions(world, thing) }), { minLength: cases.questionsOfEach, maxLength: cases.questionsOfEach });
}

it(`of ${String(cases.hidden * cases.questionsOfEach)} answers none differs between what is hidden and what is not there`, async () => {
  await fc.assert(
    fc.asyncProperty(hiddenThing, fc.gen(), async (thing, generate) => {
      const leak = await whatTells(thing, generate(questionsAbout, thing));
      if (leak !== undefined) throw new Error(leak);
    }),
    { numRuns: cases.hidden, endOnFailure: true },
  );
});

it('what is not hidden shows: the questions would find it', async () => {
  // Each thing, to somebody from whom it is not hidden.
  const seers: readonly [RegExp, Caller][] = [[/restricted/, 'doctor in emergency'], [/draft$/, 'doctor in care'], [/patient/, 'desk of the organisation'], [/study/, 'admin of the organisation']];
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(hiddenThing, fc.gen(), async (thing, generate) => {
      const viewer = seers.find(([kind]) => kind.test(thing.kind) && !(thing.kind.startsWith('study') && kind.source === 'draft$'))?.[1] ?? 'auditor';
      const asked = generate((one) => fc.array(fc.record({ viewer: fc.constant(viewer), path: questions(world, one) }), { minLength: 30, maxLength: 30 }), thing);
      if ((await whatTells(thing, asked)) !== undefined) seen += 1;
    }),
    { numRuns: 20 },
  );
  expect(seen).toBeGreaterThan(5);
});

it('a cursor of one list, of somebody else or of another patient shows nothing that its own does not', async () => {
  const { patientId } = world.ids;
  const { patientId: otherId } = world.others;
  const of = (viewer: Exclude<Caller, 'nobody'>) => async (path: string) => ask({ method: 'GET', path, token: world.people[viewer].token });
  const doctor = of('doctor in care');
  const cursors: string[] = [];
  for (const path of ['/patients?limit=1', `/patients/${patientId ?? ''}/visits?limit=1`, `/patients/${patientId ?? ''}/measures?limit=1`, '/studies?limit=1']) {
    const { nextCursor } = JSON.parse((await doctor(path)).text) as { nextCursor?: string };
    if (nextCursor !== undefined) cursors.push(nextCursor);
  }
  expect(cursors.length).toBeGreaterThan(2);
  for (const cursor of cursors) {
    for (const viewer of ['doctor in care', 'doctor, a stranger', 'patient', 'other patient', 'doctor covering'] as const) {
      for (const path of ['/patients', `/patients/${patientId ?? ''}/visits`, `/patients/${otherId ?? ''}/visits`, `/patients/${patientId ?? ''}/measures`, '/studies', `/patients/${patientId ?? ''}/reports`]) {
        const [whole, after] = [await of(viewer)(`${path}?limit=200`), await of(viewer)(`${path}?limit=200&cursor=${cursor}`)];
        // Of another list it is no cursor; of this one it shows a part of what is theirs without one.
        if (after.status !== 200) {
          expect([viewer, path, [whole.status, 422, 403]]).toEqual([viewer, path, expect.arrayContaining([after.status])]);
          continue;
        }
        const ids = (text: string) => (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id);
        expect(ids(whole.text)).toEqual(expect.arrayContaining(ids(after.text)));
      }
    }
  }
});
