import pino, { type DestinationStream, type Level, type Logger as PinoLogger } from 'pino';
import { describeError, messageThatMayBeShown } from './describe-error';
import { loggable } from './loggable';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** Which process writes: the app's name. */
  readonly name: string;
  readonly level: Level | 'silent';
  /** Standard output where none is given. */
  readonly destination?: DestinationStream;
}

interface RequestSeen {
  readonly method?: string;
  readonly id?: unknown;
  readonly traceId?: unknown;
  readonly routeOptions?: { readonly url?: string };
}

/** Fields that are turned into lines by a serializer, which picks what it knows. */
const SERIALIZED: ReadonlySet<string> = new Set(['req', 'res', 'err']);

const serializers = {
  /** The route's pattern, never the URL: paths hold ids, and queries what was searched for. No headers, no body, no address. */
  req: (request: RequestSeen) => ({
    method: request.method,
    route: request.routeOptions?.url ?? '(none)',
    requestId: request.id,
    traceId: request.traceId,
  }),
  res: (reply: { readonly statusCode?: number }) => ({ status: reply.statusCode }),
  err: (error: unknown) => describeError(error),
};

/**
 * The one logger of a process; Nest and Fastify write through it too. JSON lines, in which only known fields are shown
 * (loggable.ts) and errors without the messages of others (describe-error.ts). What is said goes into a constant sentence, what
 * is about this case into fields: `logger.info({ jobId, attempt }, 'Job finished')`.
 */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service: name },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => loggable(fields, SERIALIZED),
    },
    hooks: {
      logMethod(given: unknown[], write) {
        // Only (fields, sentence) or (sentence): pino would put further values into the sentence, and an error's message in its place.
        const [first, second] = given;
        if (typeof first === 'string') {
          write.apply(this, [first]);
          return;
        }
        const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err;
        const sentence = typeof second === 'string' ? second : error instanceof Error ? sentenceFor(error) : undefined;
        write.apply(this, [first as object, sentence]);
      },
    },
  };
  return withholdingBindings(destination === undefined ? pino(options) : pino(options, destination));
}

/** pino formats the bindings of a root only; a child's (Fastify makes one a request) would go out as they are. */
function withholdingBindings(logger: Logger): Logger {
  const child = Reflect.get(logger, 'child') as unknown as (this: Logger, bindings: pino.Bindings, options?: pino.ChildLoggerOptions) => Logger;
  return Object.assign(logger, {
    child(this: Logger, bindings: pino.Bindings, options?: pino.ChildLoggerOptions) {
      return child.call(this, loggable(bindings, SERIALIZED), options);
    },
  });
}

function sentenceFor(error: Error): string {
  return messageThatMayBeShown(error) ?? error.name;
}
