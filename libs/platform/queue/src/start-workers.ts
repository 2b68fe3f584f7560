import { BullRegistrar } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { JobHandlers } from './job-handlers';
import { Jobs } from './jobs';

/** Last in a start, so that no job runs in a process that is half made. */
@Injectable()
export class StartWorkers implements OnApplicationBootstrap {
  constructor(
    private readonly registrar: BullRegistrar,
    private readonly handlers: JobHandlers,
    private readonly jobs: Jobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const repeated = this.handlers.repeated();
    for (const { job, every } of repeated) await this.jobs.repeat(job, every);
    for (const queue of this.handlers.queues) {
      await this.jobs.repeatOnly(queue, repeated.filter(({ job }) => job.queue === queue).map(({ job }) => job.name));
    }
    this.registrar.register();
  }
}
