import fc from 'fast-check';
import { Client as Database } from 'pg';
import { v7 } from 'uuid';
import { type Asked, type Answered, ask, fromElsewhere } from '../world/ask';
import type { Caller } from '../world/callers';
import { type Operation, around, describedOperations, objectsIn, placesIn, replaced, sample, valueAt } from '../world/described-operations';
import { type World, makeWorld } from '../world/make-world';
import { expectedRows } from '../matrix/expected-rows';
import { hostileBodies, hostileCursors, hostileHeaders, hostilePathParts, hostileTexts, hostileTypes, hostileValues, unstorableTexts } from './hostile-values';

jest.setTimeout(180_000);

const operations = describedOperations();
/** Somebody of each role, those first who get furthest. */
const somebody: readonly Caller[] = ['doctor in care', 'patient', 'desk of the organisation', 'admin of the organisation', 'researcher of the study', 'auditor', 'nurse in care', 'nobody'];
/** Nobody else comes from here: what is locked or limited is so for this address alone. */
const address = { 'x-forwarded-for': '198.51.100.77' };

let world: World;
let owner: Database;
beforeAll(async () => {
  world = await makeWorld();
  owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
}, 120_000);
afterAll(async () => {
  await owner.end();
  await world.close();
});

function concrete(path: string, instead: Readonly<Record<string, string>> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => instead[name] ?? world.ids[name] ?? '');
}

function bodyOf({ name, body }: Operation): unknown {
  const known = name === 'POST /auth/login' ? { username: v7(), password: 'x' } : expectedRows[name]?.body?.(world);
  return body === undefined ? undefined : around(known, sample(body));
}

async function asSomebody(caller: Caller, { name }: Operation, asked: Omit<Asked, 'token'>): Promise<Answered> {
  const one = caller === 'nobody' ? undefined : world.people[caller];
  const token = one && expectedRows[name]?.ofAnother ? (await world.another(one.acting)).token : one?.token;
  // Of what is limited by address each comes from one of its own.
  const from = expectedRows[name]?.limited ? fromElsewhere() : address;
  const version = expectedRows[name]?.ifMatch ? { 'if-match': '"1"' } : {};
  return ask({ token, ...asked, headers: { ...expectedRows[name]?.headers, ...version, ...from, ...asked.headers } });
}

/** Of the database, the runtime or the machine. */
const inner = /\bSELECT\b.*\bFROM\b|pg_|node_modules|\.(ts|js):\d|relation "|violates|syntax error|ECONN|22P0|42501|anamnesis_|typeorm|fastify/i;

/** What is wrong with an answer, in words; undefined where nothing is. */
function faultOf({ status, headers, text }: Answered): string | undefined {
  if (status >= 500) return `answered ${String(status)}: ${text.slice(0, 300)}`;
  if (status < 400) return undefined;
  // What was not understood as HTTP at all is answered by Node.js, without a body of ours.
  if (!String(headers['content-type']).startsWith('application/problem+json')) return `answered ${String(status)} as ${String(headers['content-type'])}: ${text.slice(0, 200)}`;
  if (text === '') return undefined;
  const problem = JSON.parse(text) as Record<string, unknown>;
  if (typeof problem['code'] !== 'string' || !/^[0-9a-f]{32}$/.test(String(problem['traceId']))) return `is a problem without code or trace: ${text.slice(0, 300)}`;
  // Names of fields are the client's own words.
  const leak = inner.exec(text.replace(String(problem['traceId']), '').replace(/"pointer":"(\\.|[^"\\])*"/g, ''));
  return leak ? `tells "${leak[0]}": ${text.slice(0, 300)}` : undefined;
}

/** Whoever sends more than is read may be cut off before they could hear why. */
function brokenOff(error: unknown, { raw }: Omit<Asked, 'token'>): undefined {
  if (raw !== undefined && raw.length > 1024 * 1024 && ['EPIPE', 'ECONNRESET'].includes(String((error as { code?: unknown }).code))) return undefined;
  throw error;
}

const told = (value: unknown): string => {
  const words = JSON.stringify(value);
  return words.length > 400 ? `${words.slice(0, 400)}… (${String(words.length)} characters)` : words;
};

const one = <T>(of: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...of);

/** One hostile thing in a request that is otherwise as it should be. */
function hostile(operation: Operation): fc.Arbitrary<Omit<Asked, 'token'>> {
  const { method, path, query, body } = operation;
  const plain = (): Asked => ({ method, path: concrete(path), ...(body === undefined ? {} : { body: bodyOf(operation) }) });
  const parts = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const ways: fc.Arbitrary<Omit<Asked, 'token'>>[] = [
    one(hostileHeaders).map(([name, value]) => ({ ...plain(), headers: { [name]: value } })),
    one(hostileTexts.filter((text) => text.isWellFormed())).map((text) => ({ ...plain(), path: `${concrete(path)}?${encodeURIComponent(text)}=1&x[__proto__]=1&limit=1` })),
  ];
  if (parts.length > 0) ways.push(fc.tuple(one(parts), one(hostilePathParts)).map(([name, text]) => ({ ...plain(), path: concrete(path, { [name]: text }) })));
  if (query.length > 0) {
    ways.push(fc.tuple(one(query), fc.oneof(one(hostileTexts), fc.string({ unit: 'binary' }))).map(([name, text]) => ({ ...plain(), path: `${concrete(path)}?${name}=${encodeURIComponent(text.toWellFormed()).slice(0, 6000)}` })));
    ways.push(fc.tuple(one(query), one(query)).map(([name, again]) => ({ ...plain(), path: `${concrete(path)}?${name}=1&${again}=2&${name}=3` })));
  }
  if (query.includes('cursor')) ways.push(one(hostileCursors).map((cursor) => ({ ...plain(), path: `${concrete(path)}?cursor=${cursor}` })));
  if (body !== undefined) {
    ways.push(
      fc.tuple(fc.nat(), fc.oneof(one(hostileValues), fc.anything())).map(([place, value]) => ({ ...plain(), body: at(operation, place, jsonable(value)) })),
      fc.tuple(fc.nat(), one(hostileTexts)).map(([place, value]) => ({ ...plain(), body: at(operation, place, value) })),
      one(hostileBodies).map((raw) => ({ method, path: concrete(path), raw })),
      fc.tuple(one(hostileTypes), one(['{}', 'a=b', '<a/>', ''])).map(([type, raw]) => ({ method, path: concrete(path), raw, headers: { 'content-type': type } })),
      fc.constant({ method, path: concrete(path) }),
    );
  } else {
    ways.push(one(hostileBodies).map((raw) => ({ method, path: concrete(path), raw })));
  }
  return fc.oneof(...ways);
}

const jsonable = (value: unknown): unknown => {
  try {
    return (JSON.stringify(value) as string | undefined) === undefined ? null : value;
  } catch {
    return null;
  }
};

function at(operation: Operation, place: number, value: unknown): unknown {
  const body = bodyOf(operation);
  const places = placesIn(body);
  return replaced(body, places[place % places.length] ?? [], value);
}

describe('whatever is sent', () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))('to %s is answered, and never by 500', async (_, operation) => {
    // Signing in costs as much as it is meant to.
    const runs = operation.path.startsWith('/auth/') ? 25 : operation.body ? 60 : 30;
    await fc.assert(
      fc.asyncProperty(one(somebody), fc.gen(), async (caller, generate) => {
        // Built when it is run: the world is there then.
        const asked = generate(hostile, operation);
        const fault = await asSomebody(caller, operation, asked).then(faultOf, (error: unknown) => brokenOff(error, asked));
        if (fault !== undefined) throw new Error(`${fault}\n${operation.name} as ${caller}, asked ${told({ ...asked, ...(Buffer.isBuffer(asked.raw) ? { raw: asked.raw.toString('latin1') } : {}) })}: ${fault}`);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });

  const withBody = operations.filter(({ body }) => body !== undefined).map((operation) => [operation.name, operation] as const);

  it.each(withBody)('to %s, no text of it is kept that no database can keep, and none is run', async (_, operation) => {
    const body = bodyOf(operation);
    const faults: string[] = [];
    const caller = somebody.find((each) => expectedRows[operation.name]?.allowed.includes(each)) ?? 'nobody';
    for (const place of placesIn(body).filter((each) => typeof valueAt(body, each) === 'string')) {
      for (const text of [...unstorableTexts, "'; DROP TABLE visit; --"]) {
        const answer = await asSomebody(caller, operation, { method: operation.method, path: concrete(operation.path), body: replaced(body, place, text) });
        const fault = faultOf(answer) ?? (unstorableTexts.includes(text) && answer.status < 400 ? 'was taken' : undefined);
        if (fault !== undefined) faults.push(`/${place.join('/')} = ${JSON.stringify(text)} as ${caller} ${fault}`);
      }
    }
    expect(faults).toEqual([]);
    expect((await owner.query("SELECT to_regclass('visit') IS NOT NULL AS there")).rows).toEqual([{ there: true }]);
  });

  it.each(withBody)('to %s, a field that is not known is refused wherever it stands', async (_, operation) => {
    const body = bodyOf(operation);
    const caller = somebody.find((each) => expectedRows[operation.name]?.allowed.includes(each)) ?? 'nobody';
    for (const place of objectsIn(body)) {
      for (const name of ['role', 'patientId', 'isAdmin', 'version']) {
        const inside = valueAt(body, place) as object;
        // What the schema lists, or takes whatever it is called, is not unknown.
        if (name in inside || place.includes('texts')) continue;
        const answer = await asSomebody(caller, operation, { method: operation.method, path: concrete(operation.path), body: replaced(body, place, { ...inside, [name]: 'admin' }) });
        const pointer = `/${[...place, name].join('/')}`;
        expect([pointer, answer.status, answer.text.includes(`"${pointer}"`)]).toEqual([pointer, 422, true]);
      }
    }
  });
});
