import type { Logger } from '@anamnesis/logging';
import { type Job, UnrecoverableError } from 'bullmq';
import { codeOf, isFinal } from './give-up';
import type { JobHandler } from './handles-job.decorator';
import type { JobHandlers } from './job-handlers';
import { parsePayload } from './parse-payload';
import { JobUnknown } from './queue.errors';

/** Between BullMQ and a handler: parses, measures, and decides by the error whether to try again. */
export class RunJob {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly logger: Logger,
  ) {}

  async run(job: Job): Promise<void> {
    const about = { queue: job.queueName, job: job.name, jobId: job.id, attempt: job.attemptsMade + 1 };
    const began = performance.now();
    try {
      const { handler, payload } = this.handlerOf(job);
      await handler.handle(payload, {
        jobId: String(job.id),
        attempt: about.attempt,
        progress: (percent) => job.updateProgress(Math.round(percent)),
      });
      this.logger.info({ ...about, durationMs: Math.round(performance.now() - began) }, 'Job done');
    } catch (error) {
      const code = codeOf(error);
      const giveUp = isFinal(error) || about.attempt >= (job.opts.attempts ?? 1);
      this.logger[giveUp ? 'error' : 'warn']({ ...about, giveUp, code, err: error }, 'Job failed');
      if (giveUp) await this.giveUp(job, code);
      throw withoutStack(giveUp ? new UnrecoverableError(code) : new Error(code));
    }
  }

  /** Also for a job that has killed its workers too often, which no worker is asked about any more. */
  async giveUp(job: Job, code: string): Promise<void> {
    try {
      const { handler, payload } = this.handlerOf(job);
      await handler.gaveUp?.(payload, code);
    } catch (error) {
      // The job has ended all the same. The domain's row still says otherwise, and is found by what sends such rows again.
      this.logger.error({ queue: job.queueName, job: job.name, jobId: job.id, err: error }, 'That a job was given up could not be told');
    }
  }

  private handlerOf(job: Job): { handler: JobHandler; payload: unknown } {
    const found = this.handlers.for(job.name);
    if (found === undefined) throw new JobUnknown(job.name);
    return { handler: found.instance(), payload: parsePayload(found.job, job.data) };
  }
}

function withoutStack(error: Error): Error {
  delete error.stack;
  return error;
}
