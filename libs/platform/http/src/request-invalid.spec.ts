import { z } from 'zod';
import { RequestInvalid } from './request-invalid';

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
