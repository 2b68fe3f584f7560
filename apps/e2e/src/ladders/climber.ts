import { routeTable } from '@anamnesis/access';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { expectedRows } from '../matrix/expected-rows';
import { ask, fromElsewhere } from '../world/ask';
import { type Operation, around, describedOperations, isId, namesNoId, sample } from '../world/described-operations';
import type { Somebody, World } from '../world/make-world';

/** Every route of the description; whoever may call one, does. A route that is new is climbed on from the day it lands. */
export const operations = describedOperations().filter(({ path }) => !path.startsWith('/auth/') && !path.startsWith('/health') && !path.startsWith('/me/sessions'));

/** A call, and what decides which ids, which of the climber's roles and which values go into it. */
export interface Step {
  readonly operation: Operation;
  readonly picks: readonly number[];
}

export const steps = (of: readonly Operation[], most = 14): fc.Arbitrary<Step[]> => {
  const writes = of.filter(({ method }) => method !== 'GET');
  // Reading shows ids; it is writing that leads somewhere.
  const operation = fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: fc.constantFrom(...of) }, { weight: 2, arbitrary: fc.constantFrom(...writes) }).map((one) => ({ ...one, toString: () => one.name }));
  return fc.array(fc.record({ operation, picks: fc.array(fc.nat({ max: 60 }), { minLength: 12, maxLength: 12 }) }), { minLength: 1, maxLength: most, size: 'max' });
};

const rolesOf = new Map(routeTable.map(({ method, path, callers }) => [`${method} ${path}`, callers as readonly unknown[] | 'anyone']));
const victimIsCalled = ['patientId', 'into', 'otherId'];
const selfIsCalled = ['accountId', 'doctorId', 'coveredBy', 'to'];

/** Of how many calls how many were answered as asked: a climber whom everything refuses proves nothing. */
export const taken = { calls: 0, done: 0 };

/** Somebody who is after one patient's record: who they can be, and what they know of ids, by what these are called in paths. */
export class Climber {
  private readonly known = new Map<string, string[]>();
  private readonly address = fromElsewhere();
  /** Roles that they do not have, as far as they know: each thing that they achieve may have changed it. */
  private readonly shut = new Set<Somebody>();

  constructor(
    private readonly world: World,
    /** One account, or accounts of their own making, in each role that they could have. */
    readonly people: readonly Somebody[],
    private readonly self: string,
    private readonly victim: string,
    known: Readonly<Record<string, readonly string[]>> = {},
  ) {
    for (const [name, ids] of Object.entries(known)) this.known.set(name, [...ids]);
    this.learn('patientId', victim);
    this.learn('accountId', self);
  }

  async take({ operation, picks }: Step): Promise<void> {
    let pick = 0;
    const next = (of: number): number => (picks[pick++ % picks.length] ?? 0) % of;
    const id = (name: string): string => this.idFor(name, next);
    const path = operation.path.replace(/:(\w+)/g, (_, name: string) => (namesNoId.includes(name) ? (this.world.ids[name] ?? '') : id(name)));
    const known = expectedRows[operation.name]?.body?.(this.world);
    const all = sample(operation.body ?? {}, (values) => values[next(values.length)]);
    const body = operation.body === undefined ? undefined : withIds([known ?? all, around(known, all), around(all, known)][next(3)], '', id);
    const somebody = this.somebody(operation, next);
    const answer = await ask({
      method: operation.method, path: `${path}${operation.name === 'GET /patients' ? '?search=a' : ''}`, token: somebody?.token,
      headers: { 'if-match': `"${String([1, 1, 1, 2, 3][next(5)])}"`, ...this.address }, ...(body === undefined ? {} : { body }),
    });
    taken.calls += 1;
    if (answer.status === 401 && somebody) this.shut.add(somebody);
    if (answer.status >= 300) return;
    taken.done += 1;
    if (operation.method !== 'GET') this.shut.clear();
    if (String(answer.headers['content-type']).startsWith('application/json')) this.learnFrom(JSON.parse(answer.text), ownIdUnder(operation.path));
  }

  /** Mostly who could make this call at all. */
  private somebody({ name }: Operation, next: (of: number) => number): Somebody | undefined {
    const roles = rolesOf.get(name) ?? [];
    const fit = this.people.filter(({ acting }) => roles === 'anyone' || roles.includes(acting.role));
    const open = fit.filter((one) => !this.shut.has(one));
    const among = open.length === 0 || next(6) === 0 ? this.people : open;
    return among[next(among.length)];
  }

  /** Mostly what a climber would put there: the one they are after, themselves, or the newest of what is called so. */
  private idFor(name: string, next: (of: number) => number): string {
    const aim = next(4);
    const ofName = this.known.get(name) ?? [];
    if (aim < 2 && victimIsCalled.includes(name)) return this.victim;
    if (aim < 2 && selfIsCalled.includes(name)) return this.self;
    if (aim < 3 && ofName.length > 0) return (next(2) === 0 ? ofName.at(-1) : ofName[next(ofName.length)]) ?? v7();
    const all = [...this.known.values()].flat();
    return all[next(all.length)] ?? v7();
  }

  private learn(name: string, id: string): void {
    const ids = this.known.get(name) ?? [];
    if (!ids.includes(id)) this.known.set(name, [...ids, id]);
  }

  /** @param own what the answer's own id is called; others are called as the property is */
  private learnFrom(answered: unknown, own: string, name = ''): void {
    if (Array.isArray(answered)) for (const item of answered) this.learnFrom(item, own, name);
    else if (typeof answered === 'object' && answered !== null) for (const [key, value] of Object.entries(answered)) this.learnFrom(value, own, key);
    else if (isId(answered)) this.learn(name === 'id' ? own : name, answered);
  }
}

/** As in the path of one of those that stand at this one. */
function ownIdUnder(path: string): string {
  const one = operations.find((other) => other.path.startsWith(`${path}/:`));
  return /^\w+/.exec(one?.path.slice(path.length + 2) ?? '')?.[0] ?? 'id';
}

/** A copy in which other ids stand. One of a list is called as the list without its s. */
function withIds(body: unknown, name: string, id: (name: string) => string): unknown {
  if (Array.isArray(body)) return body.map((item: unknown) => withIds(item, name.replace(/s$/, ''), id));
  if (typeof body === 'object' && body !== null) return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withIds(value, key, id)]));
  return isId(body) ? id(name) : body;
}
