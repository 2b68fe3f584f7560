import { z } from 'zod';

/** All mistakes of the environment at once: nobody likes to find them one start at a time. */
export class ConfigurationError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The settings can not be used:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/**
 * Reads the settings that a process needs from its environment. An empty value counts as not set.
 * @throws ConfigurationError with every mistake, by the setting's name
 */
export function readConfiguration<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.keys(shape).map((name) => [name, environment[name] === '' ? undefined : environment[name]]));
  const read = z.object(shape).safeParse(given);
  if (read.success) return read.data;
  throw new ConfigurationError(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}
