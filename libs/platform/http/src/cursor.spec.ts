import fc from 'fast-check';
import { z } from 'zod';
import { CursorUnreadable, cursorMoment, page, readCursor, writeCursor } from './cursor';

const key = z.tuple([z.string(), z.uuid()]);

describe('a cursor', () => {
  it('comes back as the key it was made of, whatever the names in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (name, id) => {
      expect(readCursor(writeCursor([name, id]), key)).toEqual([name, id]);
    }));
  });

  it('that this list did not give is refused', () => {
    for (const forged of ['', 'x', writeCursor(['only one']), writeCursor(['name', 'not an id']), writeCursor(['a\0b', '01900000-0000-7000-8000-000000000000']), writeCursor(['\ud800', '01900000-0000-7000-8000-000000000000']), Buffer.from('{"a":1}').toString('base64url')]) {
      expect(() => readCursor(forged, key)).toThrow(CursorUnreadable);
    }
  });

  it('holds a moment as the database writes it, and none that no calendar has', () => {
    for (const moment of ['2026-02-28 23:59:59.123456+00', '1850-01-01 00:00:00-00:53:28', '2026-03-29 02:30:00+05:30']) expect([moment, cursorMoment.safeParse(moment).success]).toEqual([moment, true]);
    for (const moment of ['0000-01-01 00:00:00+00', '2026-02-30 00:00:00+00', '2026-13-01 00:00:00+00', '2026-01-01 24:00:00+00', '2026-01-01 00:00:00+16', '10000-01-01 00:00:00+00', 'infinity', '2026-01-01', '2026-01-01 00:00:00+00 BC']) {
      expect([moment, cursorMoment.safeParse(moment).success]).toEqual([moment, false]);
    }
  });

  it('is given only where there is more', () => {
    const rows = ['a', 'b', 'c'];
    expect(page(rows, 3, (row) => row, (row) => [row])).toEqual({ items: rows });
    expect(page(rows, 2, (row) => row, (row) => [row])).toEqual({ items: ['a', 'b'], nextCursor: writeCursor(['b']) });
  });
});
