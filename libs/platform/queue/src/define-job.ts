import { z } from 'zod';
import { freeTextsIn } from './free-text';

export interface JobOptions {
  /** Whose workers run it. The part of the name before the dot, if not given. */
  readonly queue?: string;
  /** How often it is tried, the first time included. */
  readonly attempts?: number;
  /** Before the second try; twice that before each further one. */
  readonly backoffMs?: number;
}

export interface JobDefinition<S extends z.ZodType = z.ZodType> extends Required<JobOptions> {
  readonly name: string;
  readonly schema: S;
}

const NAME = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/;
const defined = new Map<string, JobDefinition>();

/**
 * The only way to make a job. What it is asked with holds ids, numbers and choices, never free text: a queue is read by operators,
 * copied with Redis, and outlives what it was about. Defining one that could hold more fails, when the process starts.
 */
export function defineJob<S extends z.ZodType>(name: string, schema: S, options: JobOptions = {}): JobDefinition<S> {
  if (!NAME.test(name)) throw new Error(`A job is called "domain.what-it-does", not "${name}".`);
  if (defined.has(name)) throw new Error(`The job "${name}" is defined twice.`);
  const free = freeTextsIn(schema);
  if (free.length > 0) throw new Error(`The job "${name}" could carry more than ids: ${free.join(', ')}.`);
  const job = { name, schema, queue: name.slice(0, name.indexOf('.')), attempts: 5, backoffMs: 2000, ...options };
  defined.set(name, job);
  return job;
}

/** Every job of the libraries that this process has loaded, by name. */
export function definedJobs(): readonly JobDefinition[] {
  return [...defined.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
