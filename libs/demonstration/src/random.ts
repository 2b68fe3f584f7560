/**
 * Numbers that follow from what they are seeded with and from nothing else: sfc32 (Chris Doty-Humphrey's small fast counter,
 * which passes PractRand). Each patient has streams of their own, so that one can be made without the others.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;
  private spare: number | undefined;

  /** @param parts whole numbers from 0 to 2^32 - 1 */
  constructor(...parts: readonly number[]) {
    let hash = 0x9e3779b9;
    const [a, b, c] = [1, 2, 3].map((lane) => {
      for (const part of [...parts, lane]) hash = mixed(Math.imul(hash, 31) ^ part);
      return hash;
    });
    [this.a, this.b, this.c] = [a ?? 0, b ?? 0, c ?? 0];
    for (let round = 0; round < 12; round += 1) this.uint32();
  }

  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.uint32() / 4294967296;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  /** Any number between two. */
  within(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.fraction() * list.length)];
    if (picked === undefined) throw new Error('There is nothing to pick from');
    return picked;
  }

  /** By weights, which need not add up to anything. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.fraction() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    const [last] = list.at(-1) ?? [];
    if (last === undefined) throw new Error('There is nothing to pick from');
    return last;
  }

  /** Of a normal distribution (Box and Muller), cut at three standard deviations: nobody is a giant. */
  normal(mean: number, deviation: number): number {
    return mean + Math.max(-3, Math.min(3, this.standardNormal())) * deviation;
  }

  private standardNormal(): number {
    if (this.spare !== undefined) {
      const { spare } = this;
      this.spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()));
    const angle = 2 * Math.PI * this.fraction();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/** The finalizer of MurmurHash3. */
function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
