/** Lets so many pieces of work go on at a time, and so many wait in their order; refuses the rest. What is trusted waits in a line of its own, which goes first. */
export class AtMost {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly trusted: (() => void)[] = [];

  /** @param refusal what is thrown where too many wait already */
  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
    private readonly refusal: () => Error,
  ) {}

  async run<Result>(work: () => Promise<Result>, isTrusted = false): Promise<Result> {
    if (this.running >= this.atOnce) {
      const line = isTrusted ? this.trusted : this.waiting;
      if (line.length >= this.mostWaiting) throw this.refusal();
      // Whoever ends hands its place on, so that nobody who comes then gets in between.
      await new Promise<void>((resolve) => line.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.trusted.shift() ?? this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
