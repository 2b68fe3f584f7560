import type { z } from 'zod';
import type { JobDefinition } from './define-job';
import { JobPayloadInvalid } from './queue.errors';

/** On both sides: the one who sends may have a mistake, and the one who runs may be of another version. @throws JobPayloadInvalid */
export function parsePayload<S extends z.ZodType>(job: JobDefinition<S>, payload: unknown): z.output<S> {
  const parsed = job.schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new JobPayloadInvalid(job.name, [...new Set(parsed.error.issues.map(({ path }) => `/${path.map(String).join('/')}`))]);
}
