/**
 * The names of fields that a log line may show. It is an allow-list: nobody can tell by its looks whether a string is about a
 * person, so what is not known to be harmless is withheld, and seen to be (`[withheld]`). Words of an operator, none of a user.
 */
const LOGGABLE: ReadonlySet<string> = new Set([
  ...['service', 'component', 'version', 'backend', 'schema', 'setting', 'host', 'port', 'signal', 'level', 'reason'],
  ...['requestId', 'reqId', 'traceId', 'parent', 'method', 'route', 'status', 'durationMs', 'responseTime'],
  ...['queue', 'job', 'jobId', 'attempt', 'attempts', 'giveUp', 'schedule'],
  ...['code', 'kind', 'count', 'bytes', 'migration', 'sqlState', 'constraint'],
]);

const WITHHELD = '[withheld]';
const DEEPEST = 4;

/**
 * A copy that holds only what may be logged: of unknown fields only that they were there.
 * @param raw names of top-level fields that have a serializer of their own, which sees them next
 */
export function loggable(fields: object, raw: ReadonlySet<string> = new Set(), depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, raw.has(name) ? value : shown(name, value, depth)]),
  );
}

function shown(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (!LOGGABLE.has(name) || depth >= DEEPEST) return WITHHELD;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (Array.isArray(value)) return value.map((each: unknown) => shown(name, each, depth + 1));
  return isPlain(value) ? loggable(value, undefined, depth + 1) : WITHHELD;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
