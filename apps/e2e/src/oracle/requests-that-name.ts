import fc from 'fast-check';
import { expectedRows } from '../matrix/expected-rows';
import { type Asked, fromElsewhere } from '../world/ask';
import { type Operation, type Place, around, describedOperations, isId, namesNoId, placesIn, replaced, sample, valueAt } from '../world/described-operations';
import type { World } from '../world/make-world';

/** Where a request takes an id: in its path, or in its body. */
export interface Slot {
  readonly operation: Operation;
  readonly part?: string;
  readonly place?: Place;
}

/** All of the description; but what ends sessions or changes how the caller signs in, which names nothing of others. */
const operations = describedOperations().filter(({ path, name }) => !path.startsWith('/auth/') && !path.startsWith('/me/sessions') && expectedRows[name]?.ofAnother === undefined);

/** With all that the schema allows around what is known to be taken. */
const fullBody = ({ name, body }: Operation, world: World): unknown => (body === undefined ? undefined : around(expectedRows[name]?.body?.(world), sample(body)));

export function slotsOf(world: World): Slot[] {
  return operations.flatMap((operation): Slot[] => {
    const parts = [...operation.path.matchAll(/:(\w+)/g)].map(([, part = '']) => part).filter((part) => !namesNoId.includes(part));
    const body = fullBody(operation, world);
    return [...parts.map((part) => ({ operation, part })), ...placesIn(body).filter((place) => isId(valueAt(body, place))).map((place) => ({ operation, place }))];
  });
}

/** Its kind is called as ids of it are: `visitId` in a path, `patientId` or `{kind: "visit", id}` in a body. */
function isFor({ part, place }: Slot, kind: string): boolean {
  const called = part ?? String(place?.findLast((key) => typeof key === 'string'));
  return called.toLowerCase() === `${kind.split(',')[0]?.replace('_', '') ?? ''}id` || called === 'id';
}

/** A request that names the thing where one of its kind may stand, or, now and then, where nobody would put it; otherwise as it should be. */
export function requestAbout(world: World, slots: readonly Slot[], kind: string): fc.Arbitrary<{ slot: Slot; naming: (id: string) => Omit<Asked, 'token'> }> {
  const apt = slots.filter((slot) => isFor(slot, kind));
  const slot = fc.oneof({ weight: apt.length > 0 ? 3 : 0, arbitrary: fc.constantFrom(...(apt.length > 0 ? apt : slots)) }, { weight: 1, arbitrary: fc.constantFrom(...slots) });
  return fc.tuple(slot, fc.boolean()).map(([chosen, all]) => ({ slot: chosen, naming: (id: string) => request(world, chosen, kind, all, id) }));
}

function request(world: World, { operation, part, place }: Slot, kind: string, all: boolean, id: string): Omit<Asked, 'token'> {
  const row = expectedRows[operation.name];
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => (name === part ? id : (world.ids[name] ?? '')));
  const known = row?.body?.(world);
  const alone = known !== undefined && !all && (place === undefined || place.length === 1);
  const plain = alone ? known : fullBody(operation, world);
  const named = place === undefined ? plain : replaced(plain, place, id);
  // A restriction says which kind it names.
  const body = place?.at(-1) === 'id' && typeof (named as { kind?: unknown }).kind === 'string' ? { ...(named as object), kind: kind.split(',')[0] } : named;
  return { method: operation.method, path, headers: { 'if-match': '"1"', ...fromElsewhere() }, ...(body === undefined ? {} : { body }) };
}
