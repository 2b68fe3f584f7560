export { defineJob, definedJobs, type JobDefinition, type JobOptions } from './define-job';
export { HandlesJob, type Every, type JobHandler, type JobRun } from './handles-job.decorator';
export { Jobs, type EnqueueOptions } from './jobs';
export { prepareQueueSchema } from './prepare-queue-schema';
export { checkQueueBackend, recordQueueBackend } from './queue-backend';
export { JobPayloadInvalid, JobsUnhandled, QueueBackendDiffers, QueueBackendUnrecorded } from './queue.errors';
export { QueueModule, type QueueOptions, type QueueWork } from './queue.module';
export { queueBackendOf, queueSettings, type QueueBackend } from './queue-settings';
