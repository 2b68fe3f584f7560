import type { Logger } from '@anamnesis/logging';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import type { OnModuleDestroy, Provider } from '@nestjs/common';
import type { Job, WorkerOptions } from 'bullmq';
import { RunJob } from './run-job';

/** Told to a handler whose job has lost its workers too often, and may be the reason. */
const STALLED_TOO_OFTEN = 'queue.stalled-too-often';

/** A class for each queue, because @nestjs/bullmq tells the queues of workers by their classes. */
export function queueWorker(queue: string, logger: Logger, options: Partial<WorkerOptions>): Provider {
  @Processor(queue, options as WorkerOptions)
  class QueueWorker extends WorkerHost implements OnModuleDestroy {
    constructor(private readonly work: RunJob) {
      super();
    }

    process(job: Job): Promise<void> {
      return this.work.run(job);
    }

    @OnWorkerEvent('stalled')
    onStalled(jobId: string): void {
      logger.warn({ queue, jobId }, 'A worker was lost: its job runs again');
    }

    @OnWorkerEvent('failed')
    async onFailed(job: Job | undefined): Promise<void> {
      // BullMQ fails such a job itself, without asking a handler.
      if (job?.deferredFailure !== undefined) await this.work.giveUp(job, STALLED_TOO_OFTEN);
    }

    @OnWorkerEvent('error')
    onError(error: Error): void {
      logger.error({ queue, err: error }, 'The worker had an error');
    }

    /** Finishes what is running and takes nothing new; first of all, while what jobs need is still there. */
    async onModuleDestroy(): Promise<void> {
      await this.worker.close();
    }
  }
  return { provide: `QueueWorker:${queue}`, inject: [RunJob], useFactory: (work: RunJob) => new QueueWorker(work) };
}
