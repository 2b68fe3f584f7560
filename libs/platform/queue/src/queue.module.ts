import type { Logger } from '@anamnesis/logging';
import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, ModuleRef } from '@nestjs/core';
import { definedJobs } from './define-job';
import { JobHandlers } from './job-handlers';
import { Jobs } from './jobs';
import { openQueue } from './open-queue';
import { RETRY_MS } from './postgres-backend';
import { QUEUE_PREFIX, queueConnection, type QueuePlace } from './queue-connection';
import { queueWorker } from './queue-worker';
import { RunJob } from './run-job';
import { StartWorkers } from './start-workers';

export interface QueueWork {
  readonly queue: string;
  /** Jobs at once, in this process. */
  readonly concurrency?: number;
}

export interface QueueOptions extends QueuePlace {
  readonly logger: Logger;
  /** The queues whose jobs this process runs; none for one that only sends. */
  readonly works?: readonly QueueWork[];
  /** After which a worker that no longer says that it lives is held for dead, and its job given to another. 30 s. */
  readonly heldForDeadMs?: number;
}

/** How often a job may lose its worker before it is held to be the reason. */
const LOSSES = 3;

@Module({})
class OpenedQueue {}

/** Global, because a process has one queue system. To be imported after the libraries that define jobs, as imports are. */
@Global()
@Module({})
export class QueueModule {
  static forRoot({ logger, works = [], heldForDeadMs = 30_000, ...place }: QueueOptions): DynamicModule {
    const worked = works.map(({ queue }) => queue);
    const queues = [...new Set([...definedJobs().map(({ queue }) => queue), ...worked])];
    // Queues connect when they are made, so they wait for this: a process that may not start has then connected to nothing.
    const opened: DynamicModule = {
      module: OpenedQueue,
      imports: [DiscoveryModule],
      providers: [
        {
          provide: JobHandlers,
          inject: [DiscoveryService],
          useFactory: async (discovery: DiscoveryService) => {
            const handlers = JobHandlers.of(discovery, worked);
            await openQueue(place);
            return handlers;
          },
        },
      ],
      exports: [JobHandlers],
    };
    return {
      module: QueueModule,
      imports: [
        opened,
        BullModule.forRoot({ connection: queueConnection(place, 'sends'), prefix: QUEUE_PREFIX, extraOptions: { manualRegistration: true } }),
        BullModule.registerQueueAsync(...queues.map((name) => ({ name, imports: [opened], inject: [JobHandlers], useFactory: () => ({}) }))),
      ],
      providers: [
        { provide: RunJob, inject: [JobHandlers], useFactory: (handlers: JobHandlers) => new RunJob(handlers, logger) },
        { provide: Jobs, inject: [ModuleRef], useFactory: (modules: ModuleRef) => new Jobs(queues, modules, logger) },
        ...works.map(({ queue, concurrency = 1 }) =>
          queueWorker(queue, logger, {
            connection: queueConnection(place, 'runs'),
            concurrency,
            runRetryDelay: RETRY_MS,
            lockDuration: heldForDeadMs,
            stalledInterval: heldForDeadMs,
            maxStalledCount: LOSSES,
          }),
        ),
        StartWorkers,
      ],
      exports: [Jobs],
    };
  }
}
