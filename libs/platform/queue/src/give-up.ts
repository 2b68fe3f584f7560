import { DomainError, type ErrorKind } from '@anamnesis/errors';

/** What time or another instance can put right. Everything else that a rule says will be said again. */
const PASSING: ReadonlySet<ErrorKind> = new Set(['unavailable', 'too-many', 'stale']);

/** Whether trying again is in vain. What is no rule of ours (a lost connection, a mistake) is tried again. */
export function isFinal(error: unknown): boolean {
  return error instanceof DomainError && !PASSING.has(error.kind);
}

/** All that a queue may keep of an error: messages and stacks can hold what the job was about. */
export function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? `unexpected.${code}` : 'unexpected';
}
