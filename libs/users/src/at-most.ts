/** Lets so many pieces of work go on at a time, and so many wait in their order; refuses the rest. */
export class AtMost {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param refusal what is thrown where too many wait already */
  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
    private readonly refusal: () => Error,
  ) {}

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.atOnce) {
      if (this.waiting.length >= this.mostWaiting) throw this.refusal();
      // Whoever ends hands its place on, so that nobody who comes then gets in between.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
