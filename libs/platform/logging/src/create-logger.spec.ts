import { readConfiguration, ConfigurationError } from '@anamnesis/configuration';
import { DomainError } from '@anamnesis/errors';
import fastify from 'fastify';
import { createLogger } from './create-logger';
import { loggingSettings } from './logging-settings';
import { NestLogger } from './nest-logger';

const CANARY = 'Zebulon-Quill-1931';

class QueueFull extends DomainError {
  readonly code = 'queue.full';
  readonly kind = 'too-many';
}

function logged() {
  const lines: string[] = [];
  const logger = createLogger({ name: 'spec', level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, parsed, text: () => lines.join('') };
}

describe('a log line', () => {
  it('says which service wrote it, when, how important it is, and the known fields', () => {
    const { logger, parsed } = logged();
    logger.warn({ jobId: '0190', attempt: 2, giveUp: false }, 'Job failed');
    expect(parsed()).toEqual([
      { level: 'warn', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown, service: 'spec', jobId: '0190', attempt: 2, giveUp: false, msg: 'Job failed' },
    ]);
  });

  it.each([
    ['a secret', { password: CANARY, token: CANARY, authorization: CANARY }],
    ['a body', { body: { name: CANARY } }],
    ['an unknown field', { whatever: CANARY }],
    ['an unknown number', { year: CANARY.length }],
    ['a field within a known one', { job: { name: CANARY, count: 1 } }],
    ['a list', { whatever: [CANARY] }],
    ['an instance', { job: new (class Visitor { name = CANARY; })() }],
    ['something deep', { job: { job: { job: { job: { job: CANARY } } } } }],
  ])('withholds %s', (_, fields) => {
    const { logger, text } = logged();
    logger.info(fields, 'Said');
    expect(text()).toContain('[withheld]');
    expect(text()).not.toContain(CANARY);
  });

  it('withholds what is bound to a child', () => {
    const { logger, text } = logged();
    logger.child({ requestId: 'r1', username: CANARY }).info('Said');
    expect(text()).toContain('"requestId":"r1"');
    expect(text()).not.toContain(CANARY);
  });

  it('puts no values into its sentence', () => {
    const { logger, text } = logged();
    logger.info('Hello %s', CANARY);
    logger.info({ count: 1 }, 'Hello %s', CANARY);
    expect(text()).not.toContain(CANARY);
  });

  it.each([
    ['given alone', (error: Error) => error],
    ['given as err', (error: Error) => ({ err: error })],
  ])('keeps type, code and frames of an error %s, and not its message', (_, given) => {
    const { logger, parsed, text } = logged();
    const error = Object.assign(new Error(`invalid input syntax for type uuid: "${CANARY}"`, { cause: new Error(CANARY) }), { code: '22P02', detail: CANARY });
    logger.error(given(error));
    expect(text()).not.toContain(CANARY);
    expect(parsed()[0]).toMatchObject({ msg: 'Error', err: { type: 'Error', code: '22P02', frames: expect.arrayContaining([expect.stringMatching(/^at /)]) as unknown } });
  });

  it('withholds the value that Node quotes in a type error', () => {
    const { logger, text } = logged();
    try {
      Buffer.from({ name: CANARY } as unknown as string);
      new URL(CANARY);
    } catch (error) {
      logger.error(error);
    }
    expect(text()).not.toContain(CANARY);
  });

  it('keeps the sentence of our own errors and of the language', () => {
    const { logger, parsed } = logged();
    logger.error(new QueueFull('The queue is full: try again later.'));
    logger.error(new ConfigurationError(['PORT: Invalid input']));
    logger.error(new TypeError('work is not a function'));
    expect(parsed().map(({ msg }) => msg)).toEqual([
      'The queue is full: try again later.',
      'The settings can not be used:\n  - PORT: Invalid input',
      'work is not a function',
    ]);
  });
});

describe('a request logged by Fastify', () => {
  it('is its method, the pattern of its route, its status and its id', async () => {
    const { logger, parsed, text } = logged();
    const server = fastify({ loggerInstance: logger, genReqId: () => 'r1' });
    server.post('/things/:id', () => ({ answer: CANARY }));
    await server.inject({ method: 'POST', url: `/things/${CANARY}?q=${CANARY}`, headers: { authorization: CANARY }, payload: { name: CANARY } });
    await server.close();
    expect(parsed().find(({ req }) => req)).toMatchObject({ req: { method: 'POST', route: '/things/:id', requestId: 'r1' } });
    expect(parsed().find(({ res }) => res)).toMatchObject({ res: { status: 200 }, responseTime: expect.any(Number) as unknown });
    expect(text()).not.toContain(CANARY);
  });
});

describe('a line of Nest', () => {
  it('names the component that speaks', () => {
    const { logger, parsed } = logged();
    new NestLogger(logger).log('Nest application successfully started', 'NestApplication');
    expect(parsed()[0]).toMatchObject({ level: 'info', component: 'NestApplication', msg: 'Nest application successfully started' });
  });

  it('keeps the frames of a stack and not what stands before them', () => {
    const { logger, parsed, text } = logged();
    const error = new Error(CANARY);
    new NestLogger(logger).error(error, error.stack, 'ExceptionsHandler');
    new NestLogger(logger).error('Failed', error.stack, 'ExceptionsHandler');
    expect(text()).not.toContain(CANARY);
    expect(parsed()[1]).toMatchObject({ component: 'ExceptionsHandler', reason: expect.arrayContaining([expect.stringMatching(/^at /)]) as unknown });
  });

  it('withholds objects and further values', () => {
    const { logger, text } = logged();
    new NestLogger(logger).log({ name: CANARY }, 'Somewhere');
    new NestLogger(logger).warn('Said', { name: CANARY }, 'Somewhere');
    expect(text()).not.toContain(CANARY);
  });
});

describe('LOG_LEVEL', () => {
  it('is info where nothing is set, and refused where it is none', () => {
    expect(readConfiguration(loggingSettings, {})).toEqual({ LOG_LEVEL: 'info' });
    expect(() => readConfiguration(loggingSettings, { LOG_LEVEL: 'loud' })).toThrow('LOG_LEVEL');
  });
});
