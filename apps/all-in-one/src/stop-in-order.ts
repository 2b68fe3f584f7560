type Closing = () => Promise<unknown>;

/**
 * Stops what was started in the opposite order, once: at the end of main, at a failure, or when the process is told to stop,
 * also in the middle of a start. A second Ctrl-C changes nothing, since stopping half-way would only leave work for the next start.
 */
export class StopInOrder {
  private readonly closings: Closing[] = [];
  private ending: Promise<void> | undefined;
  private starting: Promise<unknown> = Promise.resolve();

  constructor(private readonly say: (line: string) => void) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void this.exit(0));
    // The launcher was killed: nobody could stop us any more.
    process.on('disconnect', () => void this.exit(0));
  }

  /** @param close what stops it again */
  async start<Started>(start: () => Promise<Started>, close: (started: Started) => Promise<unknown>): Promise<Started> {
    // Told to stop meanwhile: nothing more is started, and nobody waits for it.
    if (this.ending) return new Promise(() => undefined);
    const begun = start().then((started) => {
      this.closings.push(() => close(started));
      return started;
    });
    this.starting = begun.catch(() => undefined);
    return begun;
  }

  async exit(code: number): Promise<never> {
    await this.close();
    process.exit(code);
  }

  close(): Promise<void> {
    this.ending ??= this.closeAll();
    return this.ending;
  }

  private async closeAll(): Promise<void> {
    await this.starting;
    if (this.closings.length > 0) this.say('Stopping ...');
    for (const close of this.closings.reverse()) {
      await close().catch((error: unknown) => {
        this.say(`While stopping: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
    if (this.closings.length > 0) this.say('Stopped.');
  }
}
