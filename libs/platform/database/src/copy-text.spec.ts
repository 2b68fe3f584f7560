import { copyLine, json } from './copy-text';

const columns = ['a', 'b', 'c'] as const;

describe("A line of PostgreSQL's COPY format", () => {
  it('escapes what separates cells and rows, and tells nothing from an empty text', () => {
    expect(copyLine(columns, { a: 'tab\there', b: 'line\nand \\ and \r', c: null })).toBe('tab\\there\tline\\nand \\\\ and \\r\t\\N\n');
    expect(copyLine(columns, { a: '', b: 0, c: '\\N' })).toBe('\t0\t\\\\N\n');
  });

  it('writes arrays of text and jsonb', () => {
    expect(copyLine(columns, { a: [], b: ['after-death', 'a "b" \\c'], c: json({ text: 'two\nlines' }) })).toBe('{}\t{"after-death","a \\\\"b\\\\" \\\\\\\\c"}\t{"text":"two\\\\nlines"}\n');
    expect(copyLine(columns, { a: json(null), b: json([]), c: null })).toBe('\\N\t[]\t\\N\n');
  });
});
