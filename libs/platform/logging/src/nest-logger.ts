import type { LoggerService } from '@nestjs/common';
import type { Logger } from './create-logger';
import { framesOf } from './describe-error';

/** Nest's own lines ("Mapped {/x, GET} route") and those of its `Logger`, written by the process's one logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write('info', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.write('trace', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  private write(level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, more: readonly unknown[]): void {
    // Nest puts the name of what speaks last, and a stack before it. Whatever else is given is not logged: nobody knows what it is.
    const component = more.at(-1);
    const fields = typeof component === 'string' && !component.includes('\n') ? { component } : {};
    const error = [message, ...more].find((given) => given instanceof Error);
    const stack = more.find((given): given is string => typeof given === 'string' && framesOf(given).length > 0);
    if (message instanceof Error) this.logger[level]({ ...fields, err: message });
    else if (typeof message !== 'string') this.logger[level](fields, 'An object was logged, and withheld');
    else if (error !== undefined) this.logger[level]({ ...fields, err: error }, message);
    else if (stack !== undefined) this.logger[level]({ ...fields, reason: framesOf(stack) }, message);
    else this.logger[level](fields, message);
  }
}
