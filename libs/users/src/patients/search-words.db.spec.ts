import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import fc from 'fast-check';
import { Client } from 'pg';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const one = async <T>(expression: string, value: unknown): Promise<T> => (await client.query<{ it: T }>(`SELECT ${expression} AS it`, [value])).rows[0]!.it;
/** Names of all scripts, with everything that Unicode has and PostgreSQL can hold. */
const written = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from('aàáâãäåæçèéöøœßſıİŁłđðþσς-’\' ʼ·ｱＡ李明ёйقةىک한각')), maxLength: 20 }),
).map((text) => text.replaceAll('\0', ''));

describe('the words of a name', () => {
  it('are the same when they are folded again', async () => {
    await fc.assert(fc.asyncProperty(written, async (text) => {
      const once = await one<string>('app.folded($1::text)', text);
      expect(await one('app.folded($1::text)', once)).toBe(once);
    }), { numRuns: 1500 });
  });

  it('are found by the words of the search for the same name: what is stored has all of them', async () => {
    await fc.assert(fc.asyncProperty(written, async (text) => {
      const looked = await one<string[]>('app.searched_words($1::text, NULL, NULL)', text);
      const stored = await one<string[]>("(app.search_entry($1::jsonb, ARRAY['M-1'], ARRAY['1950'])).words", JSON.stringify([{ text }]));
      expect(looked.filter((word) => !stored.includes(word))).toEqual([]);
    }), { numRuns: 1500 });
  });

  it('do not hang on case, width, accents or how they are composed', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: fc.constantFrom(...Array.from('abcxyzÀéîõüÅñÇŠž李明 ')), maxLength: 20 }), async (text) => {
      const words = await one('app.name_parts($1::text)', text);
      const wide = text.replace(/[a-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));
      for (const other of [text.toUpperCase(), text.normalize('NFD'), text.normalize('NFC'), wide]) expect(await one('app.name_parts($1::text)', other)).toEqual(words);
    }), { numRuns: 300 });
  });

  it('hold no space and no sign that would be one of a pattern', async () => {
    await fc.assert(fc.asyncProperty(written, async (text) => {
      for (const word of await one<string[]>('app.name_parts($1::text)', text)) expect(word).not.toMatch(/[\s!-/:-@[-`{-~]|^$/);
    }), { numRuns: 500 });
  });
});

describe('the variants of a word', () => {
  it('share one with every word that is one error away', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...Array.from('abcdeмилпř')), minLength: 4, maxLength: 12 });
    await fc.assert(fc.asyncProperty(letters, fc.nat(), fc.constantFrom('x', 'ж'), fc.constantFrom('leave out', 'put in', 'change'), async (word, at, letter, error) => {
      const place = at % word.length;
      const wrong = word.slice(0, place) + (error === 'leave out' ? '' : letter) + word.slice(error === 'put in' ? place : place + 1);
      expect((await client.query('SELECT app.spelling_variants($1) INTERSECT SELECT app.spelling_variants($2)', [word, wrong])).rowCount).toBeGreaterThan(0);
    }), { numRuns: 500 });
  });
});
