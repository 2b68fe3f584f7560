export { createLogger, type Logger, type LoggerOptions } from './create-logger';
export { describeError, type DescribedError } from './describe-error';
export { loggingSettings } from './logging-settings';
export { NestLogger } from './nest-logger';
export { traceFrom, traceparentOf, type Trace } from './trace';
