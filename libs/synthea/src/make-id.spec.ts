import { makeId, makeMrn } from './make-id';

describe('Ids made of their source', () => {
  it('are the same for the same source and differ by kind', () => {
    expect(makeId('measure', 'a', 1_600_000_000_000)).toBe(makeId('measure', 'a', 1_600_000_000_000));
    expect(makeId('measure', 'a')).not.toBe(makeId('visit', 'a'));
    expect(makeId('measure', 'a')).not.toBe(makeId('measure', 'b'));
  });

  it('are shaped as UUIDv7 and sort by time, which starts in 1970', () => {
    const at = (time: number): string => makeId('measure', 'a', time);
    expect(at(Date.UTC(2020, 0, 1))).toMatch(/^016f5e66-e800-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(at(Date.UTC(1914, 0, 1))).toBe(at(0));
    expect(at(0) < at(1) && at(1) < at(Date.UTC(2020, 0, 1))).toBe(true);
  });

  it('give a medical record number of ten letters that can be read out', () => {
    expect(makeMrn('a')).toMatch(/^SYN-[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(new Set(Array.from({ length: 2000 }, (_, number) => makeMrn(String(number)))).size).toBe(2000);
  });
});
