import { z } from 'zod';
import { RequestInvalid, validation } from './request-invalid';

const shape = z.strictObject({ name: z.string().min(1), 'odd/~field': z.number(), list: z.array(z.strictObject({ age: z.number() })) });

describe('an invalid request', () => {
  it('names every fault at once, each unknown field of its own, by JSON pointer', () => {
    const { error } = shape.safeParse({ name: '', 'odd/~field': 'x', list: [{ age: 1 }, { age: 'old', extra: 1, more: 2 }] });
    const refusal = new RequestInvalid(error?.issues ?? []);
    expect(refusal.fields.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'too-small'], ['/odd~1~0field', 'invalid-type'], ['/list/1/age', 'invalid-type'], ['/list/1/extra', 'unknown-field'], ['/list/1/more', 'unknown-field'],
    ]);
  });
});

describe('text that no database can keep', () => {
  const faults = async (value: unknown) => {
    const refusal = await validation.transform(value, { type: 'body', schema: shape }).then(() => undefined, (error: unknown) => error);
    return refusal instanceof RequestInvalid ? refusal.fields.map(({ pointer, code }) => [pointer, code]) : refusal;
  };

  it('is refused wherever it stands, beside all other faults', async () => {
    expect(await faults({ name: 'a\0b', 'odd/~field': 'x', list: [{ age: 1 }], more: ['half \ud800'] })).toEqual([['/more/0', 'text'], ['/name', 'text'], ['/odd~1~0field', 'invalid-type'], ['/more', 'unknown-field']]);
    expect(await faults({ name: 'fine', 'odd/~field': 1, list: [], ['field\0']: 1 })).toContainEqual(['', 'text']);
  });

  it('is found however deep it is, and whole characters beyond the basic plane are fine', async () => {
    let deep: unknown = 'a\0';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(await faults({ name: 'x', 'odd/~field': 1, list: [], deep })).toHaveLength(2);
    expect(await validation.transform({ name: '🧬', 'odd/~field': 1, list: [] }, { type: 'body', schema: shape })).toEqual({ name: '🧬', 'odd/~field': 1, list: [] });
  });
});
