import { DomainError } from '@anamnesis/errors';
import { ConfigurationError } from '@anamnesis/configuration';

export interface DescribedError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly frames?: readonly string[];
  readonly cause?: DescribedError;
}

/**
 * What a log may keep of an error. The message of an error that we did not write can hold what somebody typed (PostgreSQL's
 * `invalid input syntax for type uuid: "..."`, JSON's `Unexpected token ... in "..."`), and a stack begins with the message; so
 * only the type, the code and the frames remain, and the message where it is known to be ours or the language's own.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = (error as { code?: unknown }).code;
  const message = messageThatMayBeShown(error);
  const frames = framesOf(error.stack);
  return {
    type: error.name,
    ...(typeof code === 'string' && /^[\w.-]{1,64}$/.test(code) ? { code } : {}),
    ...(message === undefined ? {} : { message }),
    ...(frames.length > 0 ? { frames } : {}),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** The sentence of an error, if it can not hold anything of a person. */
export function messageThatMayBeShown(error: Error): string | undefined {
  const ours = error instanceof DomainError || error instanceof ConfigurationError;
  // Those without a code come from the language ("x is not a function"); Node's have one, and quote the value.
  const language = (error instanceof TypeError || error instanceof ReferenceError) && !('code' in error);
  return ours || language ? error.message : undefined;
}

/** The lines of a stack that say where, without those that say what. */
export function framesOf(stack: string | undefined): readonly string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim())
    .slice(0, 12);
}
