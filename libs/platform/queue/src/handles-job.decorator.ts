import type { z } from 'zod';
import type { JobDefinition } from './define-job';

/** One try of a job. */
export interface JobRun {
  readonly jobId: string;
  /** From 1. */
  readonly attempt: number;
  /** Percent, whole. For the operator's view of the queue; what users see of it is the domain's own row. */
  progress(percent: number): Promise<void>;
}

/** A class of a jobs door. It can be called twice for one job, even at the same time: a worker held for dead may only have been slow. */
export interface JobHandler<J extends JobDefinition = JobDefinition> {
  handle(payload: z.output<J['schema']>, run: JobRun): Promise<void>;
  /** The job will not be tried again. `code` is that of the error, `unexpected` when it was none of ours. */
  gaveUp?(payload: z.output<J['schema']>, code: string): Promise<void>;
}

/** What is done again and again, by whichever process is free; a cron expression of five fields counts in an IANA zone. */
export type Every = { readonly everyMs: number } | { readonly cron: string; readonly timeZone: string };

export interface Handled {
  readonly job: JobDefinition;
  /** Its payload is then an empty object. */
  readonly every?: Every;
}

const handledBy = new WeakMap<object, Handled>();

/** `@HandlesJob(renderReport) class RenderReportJob implements JobHandler<typeof renderReport>`, and a provider of some module. */
export function HandlesJob<J extends JobDefinition>(job: J, every?: Every) {
  return (handler: new (...dependencies: never[]) => JobHandler<J>): void => {
    handledBy.set(handler, { job, ...(every === undefined ? {} : { every }) });
  };
}

export function jobHandledBy(handler: unknown): Handled | undefined {
  return typeof handler === 'function' ? handledBy.get(handler) : undefined;
}
