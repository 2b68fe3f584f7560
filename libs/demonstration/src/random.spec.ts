import { Random } from './random';

const drawn = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uint32());

describe('Seeded numbers', () => {
  it('are the same for the same seed, and others for any other part of it', () => {
    const first = drawn(new Random(1, 2, 3), 5);
    expect(drawn(new Random(1, 2, 3), 5)).toEqual(first);
    for (const parts of [[2, 2, 3], [1, 3, 3], [1, 2, 4], [1, 2], [1, 2, 3, 0], [3, 2, 1]]) expect(drawn(new Random(...parts), 5)).not.toEqual(first);
  });

  it('are spread evenly, also over the first number of neighbouring seeds', () => {
    const tenths = new Map<number, number>();
    for (let seed = 0; seed < 20_000; seed += 1) {
      const tenth = Math.floor(new Random(9, seed).fraction() * 10);
      tenths.set(tenth, (tenths.get(tenth) ?? 0) + 1);
    }
    for (let tenth = 0; tenth < 10; tenth += 1) expect(Math.abs((tenths.get(tenth) ?? 0) - 2000)).toBeLessThan(200);
  });

  it('have the mean and deviation that they are asked for, and no outlier', () => {
    const random = new Random(4);
    const values = Array.from({ length: 20_000 }, () => random.normal(100, 10));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean - 100)).toBeLessThan(0.4);
    expect(Math.abs(deviation - 10)).toBeLessThan(0.4);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(70);
    expect(Math.max(...values)).toBeLessThanOrEqual(130);
  });
});
