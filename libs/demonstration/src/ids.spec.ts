import { nextId, patientIdOf, patientIdsOf } from './ids';
import { Random } from './random';

describe('An id that follows from a seed', () => {
  it('is of the form of UUID version 7, and tells its time', () => {
    for (const at of [0, 1, Date.UTC(1970, 0, 2), Date.UTC(2026, 10, 25, 1, 2, 3, 4), 2 ** 48 - 1]) {
      const id = nextId(new Random(at % 1000), at);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(at);
    }
  });

  it('rises with the ordinal of a patient', () => {
    const ids = [0, 1, 2, 999, 1000, 65_536, 999_999, 10_000_000].map((ordinal) => patientIdOf(patientIdsOf(1, ordinal), ordinal));
    expect([...ids].sort()).toEqual(ids);
  });
});
