import { DomainError } from '@anamnesis/errors';
import { ConfigurationError } from './read-configuration';

/**
 * Runs a process's main function. What can not start says why in a sentence, without a stack: the person at the terminal is to
 * act on it, and a supervisor sees the exit code.
 */
export function runProcess(start: () => Promise<unknown>): void {
  start().catch((error: unknown) => {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(1);
  });
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof DomainError) return error.message;
  if (isListenError(error)) return `${error.address}:${String(error.port)} is in use by another program: stop it, or set PORT to a free one.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isListenError(error: unknown): error is { address: string; port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
