import { setTimeout } from 'node:timers/promises';
import type { Logger } from '@anamnesis/logging';
import { getQueueToken } from '@nestjs/bullmq';
import type { OnModuleInit } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type { JobsOptions, Queue } from 'bullmq';
import { v7 } from 'uuid';
import type { z } from 'zod';
import type { JobDefinition } from './define-job';
import type { Every } from './handles-job.decorator';
import { parsePayload } from './parse-payload';
import { QueueSilent } from './queue.errors';

const PATIENCE_MS = 3000;
const DAY_SECONDS = 24 * 60 * 60;

export interface EnqueueOptions {
  /** Asking again with the id of a job that waits or runs does nothing. The id of the domain's row, as a rule. */
  readonly jobId?: string | undefined;
  readonly delayMs?: number | undefined;
}

export class Jobs implements OnModuleInit {
  constructor(
    private readonly queues: readonly string[],
    private readonly modules: ModuleRef,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    for (const queue of this.queues) this.queueOf(queue).on('error', (error) => this.logger.error({ queue, err: error }, 'The queue had an error'));
  }

  /**
   * Nudges a worker, after the transaction that wrote the row which says `queued`. That row is the truth: when the queue does not
   * answer, this is logged and not thrown, because what was asked for is written down, and is sent again.
   * @throws JobPayloadInvalid
   */
  async enqueue<S extends z.ZodType>(job: JobDefinition<S>, payload: z.input<S>, { jobId, delayMs }: EnqueueOptions = {}): Promise<void> {
    parsePayload(job, payload);
    const queue = this.queueOf(job.queue);
    try {
      await inTime(add(queue, job, payload, { jobId, delayMs }));
    } catch (error) {
      this.logger.error({ queue: job.queue, job: job.name, jobId, err: error }, 'Job not sent');
    }
  }

  /** One schedule for all processes: saying it again changes or confirms it. */
  async repeat(job: JobDefinition, every: Every): Promise<void> {
    const pace = 'everyMs' in every ? { every: every.everyMs } : { pattern: every.cron, tz: every.timeZone };
    await this.queueOf(job.queue).upsertJobScheduler(job.name, pace, { name: job.name, data: parsePayload(job, {}), opts: optionsOf(job) });
  }

  /** Ends the schedules of jobs that a newer version does no longer repeat. */
  async repeatOnly(queue: string, jobNames: readonly string[]): Promise<void> {
    for (const { key } of await this.queueOf(queue).getJobSchedulers()) {
      if (!jobNames.includes(key)) await this.queueOf(queue).removeJobScheduler(key);
    }
  }

  private queueOf(name: string): Queue {
    if (!this.queues.includes(name)) throw new Error(`The queue "${name}" is not known here: its jobs were defined after QueueModule.forRoot.`);
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}

async function add(queue: Queue, job: JobDefinition, payload: unknown, { jobId, delayMs = 0 }: EnqueueOptions): Promise<void> {
  // One that failed is kept to be looked at, and would stand in the way of its being sent again.
  if (jobId !== undefined) {
    const before = await queue.getJob(jobId);
    if (before !== undefined && (await before.isFailed())) await before.remove();
  }
  // Always an id: BullMQ would make a sequence for its own, which services may not.
  await queue.add(job.name, payload, { ...optionsOf(job), jobId: jobId ?? v7(), delay: delayMs });
}

function optionsOf({ attempts, backoffMs }: JobDefinition): JobsOptions {
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs },
    removeOnComplete: true,
    removeOnFail: { age: 7 * DAY_SECONDS, count: 10_000 },
    // Stacks begin with messages, and messages can hold anything.
    stackTraceLimit: 0,
  };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const silence = setTimeout(PATIENCE_MS, undefined, { signal: answered.signal }).then(() => {
    throw new QueueSilent();
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    answered.abort();
  }
}
