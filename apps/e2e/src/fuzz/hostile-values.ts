/** Text that has broken programs: what a database can not keep, what it may run, what a template or a path may take for its own. */
export const hostileTexts: readonly string[] = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', 'a\udfffb', '\u202Egnp.exe', '\uFEFF', 'ﷺ'.repeat(50), 'Z͑ͫ̓a̴l̡go', '\u0001\u001b[31m',
  "'; DROP TABLE visit; --", "' OR '1'='1", "1) UNION SELECT password_hash FROM credential --", '"; SELECT pg_sleep(10); --', '$1', '%', '_%', '\\', "\\'", 'E\'\\x27\'',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '../../../../etc/passwd', '%00', '%2e%2e%2f', 'null', 'undefined', 'NaN', 'Infinity', '-0', '1e400', '0x7fffffff',
  '9'.repeat(400), '-1', '2147483648', '9223372036854775808', '1.0000000000000000000001', '2026-02-30T25:61:61Z', '0000-00-00', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00.000Z', '00000000-0000-0000-0000-000000000000', 'x'.repeat(100_000), '李明Иванов محمد', '🧬'.repeat(300),
];

/** Texts that must not be taken for granted anywhere: no database keeps them. */
export const unstorableTexts = ['a\u0000b', 'a\ud800b'];

export const hostileValues: readonly unknown[] = [
  ...hostileTexts, null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 2 ** 31, 2 ** 53, Number.MIN_VALUE, [], {}, [[]], [null], [{}], { __proto__: { admin: true } }, { length: 1e9 }, { toString: 'x' }, Array(100_000).fill(0), nested(2_000), { $gt: '' },
];

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Bodies that no JSON.stringify makes. */
export const hostileBodies: readonly (string | Buffer)[] = [
  '', ' ', '{', '}', '{"a":', '[', 'null', 'true', '42', '"text"', '[]', '{}', '{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"x":1}}}', '{"a":1,"a":2}', '{"a":NaN}', "{'a':1}", '{"a":1}trailing', '\uFEFF{}',
  '{"a":1e999}', `{"a":"\\ud800"}`, '{"a":"\\u0000"}', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, JSON.stringify('x'.repeat(1024 * 1024 + 1)), Buffer.from([0xff, 0xfe, 0x00, 0x80]), Buffer.from('{"names":[{"text":"\xff"}]}', 'latin1'),
];

export const hostileTypes: readonly string[] = [
  'text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'application/json;;;', 'application/problem+json', 'application/octet-stream', '*/*', ';', 'application/json, text/html',
];

/** Latin-1, as a header is: what can be sent at all. */
const headerTexts = ['', '"', '""', 'W/"1"', '*', '"1", "2"', '"999999999999999999999"', '"-1"', "'; DROP TABLE visit; --", 'é', 'x'.repeat(4000), '%00', '\u00ff\u00fe', ',,,', ';q=', 'null'];
export const hostileHeaders: readonly (readonly [string, string])[] = [
  ...['if-match', 'if-none-match', 'if-range', 'last-event-id', 'traceparent', 'tracestate', 'accept', 'accept-language', 'accept-encoding', 'idempotency-key', 'cookie', 'origin', 'user-agent', 'x-forwarded-for', 'x-forwarded-proto', 'content-encoding', 'expect-nothing', 'x-http-method-override'].flatMap((name) => headerTexts.map((value) => [name, value] as const)),
  ...['bytes=', 'bytes=-', 'bytes=9-1', 'bytes=0-0,2-3', `bytes=0-${'9'.repeat(30)}`, 'bytes=-999999999999', 'bytes=a-b', 'lines=1-2', 'bytes=NaN-', `bytes=${'0-1,'.repeat(900)}0-1`].map((value) => ['range', value] as const),
  ...['00-00000000000000000000000000000000-0000000000000000-00', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-ff`, 'ff-1-2-3'].map((value) => ['traceparent', value] as const),
  ...['de-DE,de;q=0.9,*;q=0', 'xx'.repeat(500), '*;q=nan'].map((value) => ['accept-language', value] as const),
  ...['Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer a.b.c', 'Bearer ..', `Bearer ${'x'.repeat(8000)}`, 'bearer\t'].map((value) => ['authorization', value] as const),
  ['content-encoding', 'gzip'], ['content-encoding', 'br'], ['transfer-encoding', 'identity'],
];

/** In place of an id; sent as a path, so that a slash is a slash. */
export const hostilePathParts: readonly string[] = [
  ...hostileTexts.filter((text) => text.isWellFormed() && text.length < 2000).map(encodeURIComponent), '%', '%ZZ', '%c0%af', '..', '.', '%2e%2e', '%00', '*', ':patientId', '0', '-1', '1.5', '00000000-0000-0000-0000-00000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'a'.repeat(300), ';', '@', '%F0%9F',
];

/** As a cursor: what a forger would write. */
export const hostileCursors: readonly string[] = [
  'forged', '', 'AA==', ...['[]', '{}', 'null', '[null]', '["x"]', '["x","y"]', '["a\\u0000b","01900000-0000-7000-8000-000000000000"]', '["\\ud800","01900000-0000-7000-8000-000000000000"]', '["2026-01-01 00:00:00+00","01900000-0000-7000-8000-000000000000"]',
    '["999999-01-01 00:00:00+00","01900000-0000-7000-8000-000000000000"]', '["0000-01-01 00:00:00+00","01900000-0000-7000-8000-000000000000"]', '["99999999999"]', '["01900000-0000-7000-8000-000000000000"]', `["'; DROP TABLE visit; --","01900000-0000-7000-8000-000000000000"]`,
    '["2026-01-01 00:00:00+99:99","01900000-0000-7000-8000-000000000000"]', '["4000000000"]', '[["x"],["y"]]'].map((key) => Buffer.from(key).toString('base64url')),
];
