import { routeTable, type Route, roles } from '@anamnesis/access';
import { v7 } from 'uuid';
import { type Answered, ask, fromElsewhere, told } from '../world/ask';
import { type Caller, callers, roleOf } from '../world/callers';
import { type PathIds, type World, makeWorld } from '../world/make-world';
import { type Row, expectedRows } from './expected-rows';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
}, 120_000);
afterAll(() => world.close());

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;
const routes = new Map(routeTable.map((route) => [nameOf(route), route]));
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Where both stand in the same world, rows are asked in the order of the expectations. */
const rows = Object.entries(expectedRows);

const idsFor = (row: Row): PathIds => ({ ...world.ids, ...Object.fromEntries(Object.entries(row.ids ?? {}).map(([part, name]) => [part, world.ids[name] ?? ''])) });

/** @throws where a path has a part that the world knows no id for */
function concrete(path: string, ids: PathIds): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`The world has no ${name} for ${path}: give it one in make-world.ts`);
    return id;
  });
}

async function askAs(caller: Caller, method: string, path: string, row: Row): Promise<Answered> {
  const somebody = caller === 'nobody' ? undefined : world.people[caller];
  const token = row.ofAnother && somebody && isRole(roleOf[caller]) ? (await world.another(somebody.acting)).token : somebody?.token;
  const headers = { ...row.headers, ...(row.ifMatch ? { 'if-match': `"${String(await versionOf(row.ifMatch))}"` } : {}), ...(row.limited ? fromElsewhere() : {}) };
  const query = row.query === undefined ? '' : `?${row.query}`;
  return ask({ method, path: `${path}${query}`, token, headers, ...(row.body ? { body: row.body(world) } : {}) });
}

async function versionOf({ table, id }: NonNullable<Row['ifMatch']>): Promise<number> {
  const [found] = await world.clinic.sql<{ version: number }>(`SELECT version FROM ${table} WHERE id = $1`, [world.ids[id]]);
  return found?.version ?? 0;
}

const isRole = (role: unknown): boolean => (roles as readonly unknown[]).includes(role);

function expectedOf(caller: Caller, route: Route, row: Row): number {
  const exception = row.except?.[caller];
  if (exception !== undefined) return exception;
  if (row.allowed.includes(caller)) return row.answered;
  if (caller === 'nobody') return 401;
  return (route.callers as readonly unknown[]).includes(roleOf[caller]) ? 404 : 403;
}

/** The same path with something that is not there in place of whatever is named last. */
function withUnknown(path: string, row: Row): PathIds[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({ ...idsFor(row), [name]: name === 'number' ? '2000000000' : name === 'name' ? 'nothing.csv.gz' : v7() }));
}

/** What ids of things that are not there are answered: at least one of them in exactly the words in which the caller was refused. */
async function toldAsOfNothing(caller: Caller, method: string, path: string, row: Row, refusal: Answered): Promise<boolean> {
  const { unknownBody } = row;
  if (unknownBody && told(await askAs(caller, method, concrete(path, idsFor(row)), { ...row, body: unknownBody })) === told(refusal)) return true;
  for (const ids of withUnknown(path, row)) if (told(await askAs(caller, method, concrete(path, ids), row)) === told(refusal)) return true;
  return false;
}

describe('the routes', () => {
  it('that the running process describes, the table and the expectations are the same', async () => {
    const { paths } = JSON.parse((await ask({ method: 'GET', path: '/openapi.json' })).text) as { paths: Record<string, Record<string, unknown>> };
    const described = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
    expect(described.sort()).toEqual([...routes.keys()].sort());
    expect(rows.map(([name]) => name).sort()).toEqual([...routes.keys()].sort());
  });

  it('answer to no method that is not in the table, whoever asks', async () => {
    const wrong: string[] = [];
    for (const path of new Set(routeTable.map((route) => route.path))) {
      const known = new Set(routeTable.filter((route) => route.path === path).map(({ method }) => method as string));
      for (const method of [...methods, 'OPTIONS', 'TRACE', 'HEAD'].filter((each) => !known.has(each) && !(each === 'HEAD' && known.has('GET')))) {
        // Another route may have this path too: its own row tells about that.
        if (routeTable.some((route) => route.method === method && sameShape(route.path, path))) continue;
        for (const caller of ['nobody', 'doctor in care', 'admin of the organisation'] as const) {
          const { status } = await askAs(caller, method, concrete(path, world.ids), { allowed: [], answered: 0 });
          if (status !== 404 && status !== 405) wrong.push(`${method} ${path} as ${caller}: ${String(status)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

const sameShape = (one: string, other: string): boolean => {
  const [a, b] = [one.split('/'), other.split('/')];
  return a.length === b.length && a.every((part, place) => part === b[place] || part.startsWith(':'));
};

describe('each route, as each caller', () => {
  it.each(rows)('%s', async (name, row) => {
    const route = routes.get(name);
    if (!route) throw new Error(`${name} is expected, and is no route`);
    const [expected, found]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
    for (const caller of callers) {
      const path = concrete(route.path, idsFor(row));
      const answer = await askAs(caller, route.method, path, row);
      [expected[caller], found[caller]] = [expectedOf(caller, route, row), answer.status];
      if (answer.status >= 400 && answer.headers['content-type'] !== 'application/problem+json; charset=utf-8') found[caller] = `${String(answer.status)} as ${String(answer.headers['content-type'])}`;
      if (route.method === 'GET') {
        const head = await askAs(caller, 'HEAD', path, row);
        if (head.status !== answer.status || head.bytes.length > 0) found[`HEAD as ${caller}`] = head.status;
      }
      if (answer.status === 404 && !(await toldAsOfNothing(caller, route.method, route.path, row, answer))) found[caller] = '404, told apart from what is not there';
      if (row.shows) [expected[`shown to ${caller}`], found[`shown to ${caller}`]] = [row.shows.to.includes(caller), answer.text.includes(world.ids[row.shows.id] ?? '-')];
    }
    expect(found).toEqual(expected);
  });
});

describe('what belongs to another patient', () => {
  const nested = rows.filter(([name]) => /:patientId\/[\w-]+\/:(?!studyId|otherId)/.test(name));

  it.each(nested)('%s: under this patient it is not there, also for who cares for both', async (name, row) => {
    const [method = '', path = ''] = name.split(' ');
    const found: Record<string, string> = {};
    for (const caller of ['doctor in care', 'patient', 'other patient'] as const) {
      const swapped = caller === 'other patient' ? { ...world.ids, patientId: world.others['patientId'] ?? '' } : { ...world.ids, ...world.others, patientId: world.ids['patientId'] ?? '' };
      const answer = await askAs(caller, method, concrete(path, swapped), row);
      const inner = /.*:(\w+)/.exec(path)?.[1] ?? '';
      const unknown = await askAs(caller, method, concrete(path, { ...swapped, [inner]: v7() }), row);
      if (told(answer) !== told(unknown) || (answer.status !== 404 && answer.status !== 403)) found[caller] = told(answer);
    }
    expect(found).toEqual({});
  });
});
