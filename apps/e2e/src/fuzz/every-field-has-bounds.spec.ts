import { type Schema, describedOperations } from '../world/described-operations';

/** A pattern bounds what it describes where nothing in it repeats without end. */
const isEndless = (pattern: string): boolean => /[*+]|\{\d+,\}/.test(pattern.replaceAll(/\[(?:\\.|[^\]\\])*\]|\\./g, '_'));
const ofFixedLength = ['uuid', 'date', 'date-time'];

/** The places of a schema that take any amount. */
function endlessPlaces(schema: Schema, place: string): string[] {
  const { type, anyOf = [], enum: values, format = '', pattern, properties = {}, additionalProperties, items } = schema;
  const inner = anyOf.flatMap((one) => endlessPlaces(one, place));
  if (values) return inner;
  const endless = (is: boolean, what: string): string[] => (is ? [`${place}: ${what}`] : []);
  if (type === 'string') return endless(schema.maxLength === undefined && !ofFixedLength.includes(format) && (pattern === undefined || isEndless(pattern)), 'text without a length');
  if (type === 'number' || type === 'integer') return endless(schema.minimum === undefined || schema.maximum === undefined, 'a number without bounds');
  if (type === 'array') return [...endless(schema.maxItems === undefined, 'a list without a length'), ...endlessPlaces(items ?? {}, `${place}/-`)];
  if (type === 'object') {
    const map = typeof additionalProperties === 'object' ? [...endless(schema.maxProperties === undefined, 'a map without a size'), ...endlessPlaces(additionalProperties, `${place}/*`), ...endlessPlaces(schema.propertyNames ?? {}, `${place}, its names`)] : [];
    return [...inner, ...endless(additionalProperties !== false && map.length === 0 && schema.maxProperties === undefined, 'takes what is not known'), ...map, ...Object.entries(properties).flatMap(([name, one]) => endlessPlaces(one, `${place}/${name}`))];
  }
  return inner;
}

describe('what a client sends', () => {
  it('has bounds in each place, of every operation', () => {
    const endless = describedOperations().flatMap(({ name, parameters, body }) => [
      ...Object.entries(parameters).flatMap(([parameter, schema]) => endlessPlaces(schema, `${name} ${parameter}`)),
      ...(body === undefined ? [] : endlessPlaces(body, `${name} `)),
    ]);
    expect(endless).toEqual([]);
  });

  it('is found where it has none', () => {
    const places: [Schema, number][] = [
      [{ type: 'string' }, 1], [{ type: 'string', pattern: '^[a-z]+$' }, 1], [{ type: 'string', pattern: '^a{2,}$' }, 1], [{ type: 'string', pattern: '^[+*]\\+{2}$' }, 0], [{ type: 'string', maxLength: 3 }, 0], [{ type: 'string', format: 'uuid', pattern: '^.*$' }, 0],
      [{ type: 'integer', minimum: 1 }, 1], [{ type: 'array', items: { type: 'string' } }, 2], [{ type: 'object', properties: { inner: { type: 'string' } }, additionalProperties: false }, 1],
      [{ type: 'object' }, 1], [{ type: 'object', additionalProperties: { type: 'string' } }, 2], [{ anyOf: [{ type: 'string' }, { type: 'string', enum: ['a'] }] }, 1],
    ];
    for (const [schema, number] of places) expect([schema, endlessPlaces(schema, '').length]).toEqual([schema, number]);
  });
});
