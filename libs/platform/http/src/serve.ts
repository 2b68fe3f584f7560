import type { AddressInfo } from 'node:net';
import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { traceFrom } from '@anamnesis/logging';
import { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { v7 } from 'uuid';
import { describeApi, isDocumentation } from './api-description';
import { endConnections } from './end-connections';
import { ProblemFilter } from './problem.filter';
import { validation } from './request-invalid';
import { type DeclaredRoute, refuseUndeclaredRoutes } from './route-check';
import { readAwayRefusedBodies } from './unread-bodies';
import { unreadableRequests } from './unreadable-requests';

declare module 'fastify' {
  interface FastifyRequest {
    traceId: string;
  }
}

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: string;
  readonly logger: FastifyBaseLogger;
  readonly nestLogger: LoggerService;
  readonly routes: readonly DeclaredRoute[];
  /** What /openapi.json and /docs show: the routes of this process, a given document, or nothing (a service behind the gateway). */
  readonly documentation: 'own' | 'none' | OpenAPIObject;
  /** Who closes the application when the process is told to stop: Nest, or a process that has more to stop after it. */
  readonly stoppedBy?: 'signals' | 'caller';
  /** For how long a process that stops waits for answers that are under way. */
  readonly stopPatienceMs?: number;
  /** Registered on Fastify before Nest's own routes: the gateway's proxies. */
  readonly front?: (fastify: FastifyInstance) => Promise<void>;
}

/** A large visit is some kilobytes; what is far above that is a mistake or an attack. */
const bodyLimitBytes = 1024 * 1024;
const keptAliveMs = 72_000;
/** Who needs longer to send one request keeps a connection from others. */
const requestTimeoutMs = 120_000;
/** Docker kills after ten seconds. */
const stopPatienceMs = 6000;

/** Makes the process's Nest application with the conventions that every door shares, without listening yet. */
export async function createApp(module: Type | object, options: Omit<ServeOptions, 'host' | 'port'>): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: options.logger,
    // One line a request would cost more than a cached read; the audit store holds who asked what.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustedProxies.split(','),
    genReqId: () => v7(),
    bodyLimit: bodyLimitBytes,
    // Longer than a load balancer keeps a silent connection (deploy/load-balancer), so that the one that closes is the one that asks.
    keepAliveTimeout: keptAliveMs,
    requestTimeout: requestTimeoutMs,
    // A process that stops still answers who is connected (end-connections.ts).
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    ...unreadableRequests,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.decorateRequest('traceId', '');
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.traceId = traceFrom([request.headers['traceparent']].flat()[0]).traceId;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // Answers are about patients: no cache between here and the reader may keep one, unless a route says otherwise.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    done(null, payload);
  });
  // Before what ends connections, which has the last word on them.
  readAwayRefusedBodies(fastify);
  endConnections(fastify, options.stopPatienceMs ?? stopPatienceMs);
  refuseUndeclaredRoutes(fastify, options.routes, isDocumentation);
  if (options.front) await options.front(fastify);

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: options.nestLogger, abortOnError: false });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validation);
  if (options.stoppedBy !== 'caller') app.enableShutdownHooks();
  if (options.documentation !== 'none') {
    const document = options.documentation === 'own' ? describeApi(app, options.routes) : options.documentation;
    SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
  }
  return app;
}

/** Makes the application and listens. @returns the application and the address that it listens at */
export async function serve(module: Type | object, options: ServeOptions): Promise<{ app: NestFastifyApplication; address: URL }> {
  const app = await createApp(module, options);
  try {
    await app.listen(options.port, options.host);
  } catch (error) {
    // Workers and pools have begun by now, and would keep a process alive that nobody can reach.
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, address: new URL(`http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${String(port)}`) };
}
