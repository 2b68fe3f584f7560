import type { DiscoveryService } from '@nestjs/core';
import { definedJobs } from './define-job';
import { type Handled, jobHandledBy, type JobHandler } from './handles-job.decorator';
import { JobsUnhandled } from './queue.errors';

interface Found extends Handled {
  readonly name: string;
  instance(): JobHandler;
}

/** The handlers of the queues that this process works for: exactly one for each job, or it does not start. */
export class JobHandlers {
  private constructor(
    readonly queues: readonly string[],
    private readonly found: ReadonlyMap<string, Found>,
  ) {}

  /** @throws JobsUnhandled with all that is wrong in one sentence */
  static of(discovery: DiscoveryService, queues: readonly string[]): JobHandlers {
    const found = providersThatHandle(discovery).filter(({ job }) => queues.includes(job.queue));
    const mistakes = definedJobs()
      .filter(({ queue }) => queues.includes(queue))
      .flatMap(({ name }) => {
        const handlers = found.filter(({ job }) => job.name === name);
        if (handlers.length === 1) return [];
        return [handlers.length === 0 ? `"${name}" has no handler` : `"${name}" has several (${handlers.map((each) => each.name).join(', ')})`];
      });
    if (mistakes.length > 0) throw new JobsUnhandled(`Every job needs exactly one handler in the process that works for its queue: ${mistakes.join('; ')}.`);
    return new JobHandlers(queues, new Map(found.map((each) => [each.job.name, each])));
  }

  for(jobName: string): Found | undefined {
    return this.found.get(jobName);
  }

  repeated(): readonly Required<Handled>[] {
    return [...this.found.values()].flatMap(({ job, every }) => (every === undefined ? [] : [{ job, every }]));
  }
}

function providersThatHandle(discovery: DiscoveryService): readonly Found[] {
  return discovery.getProviders().flatMap((wrapper) => {
    const handled = jobHandledBy(wrapper.metatype);
    // Asked for when a job comes: this is looked up before Nest has made anything, so that nothing is connected in vain.
    return handled === undefined ? [] : [{ ...handled, name: String(wrapper.name), instance: () => wrapper.instance as JobHandler }];
  });
}
