import rateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import replyFrom from '@fastify/reply-from';
import { DomainError } from '@anamnesis/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemOf } from './problem';
import type { RequestCounts } from './request-counts';

/**
 * The front limits rates: a flood is stopped here, before it costs a database anything. By address (of IPv6 by its /64); sign-in
 * has a throttle of its own in the database.
 */
export async function limitRates(fastify: FastifyInstance, counts: RequestCounts): Promise<void> {
  await fastify.register(rateLimit, {
    global: true,
    max: counts.limit,
    store: storeOf(counts),
    enableDraftSpec: true,
    errorResponseBuilder: () => Object.assign(new Error('rate limit'), { statusCode: 429 }),
  });
}

function storeOf(counts: RequestCounts): FastifyRateLimitStoreCtor {
  return class {
    incr(address: string, told: (error: null, result: { current: number; ttl: number }) => void): void {
      told(null, counts.add(address));
    }

    /** For a route with a limit of its own, of which there is none. */
    child(): this {
      return this;
    }
  };
}

export interface ProxiedRoute {
  readonly method: string;
  readonly path: string;
  readonly callers: 'anyone' | readonly string[];
  /** Origin of the service that owns the path. */
  readonly upstream: URL;
}

class ServiceUnavailable extends DomainError {
  readonly code = 'service.unavailable';
  readonly kind = 'unavailable';

  constructor() {
    super('The service that answers this address is not available; try again soon.');
  }
}

/**
 * Sends each declared route to the service that owns its path; what is not declared is unknown here. Bodies pass as streams.
 * @param admit throws what the caller is to be told when they may not call the route; the service behind checks again
 */
export async function proxyRoutes(fastify: FastifyInstance, routes: readonly ProxiedRoute[], admit: (request: FastifyRequest, callers: ProxiedRoute['callers']) => Promise<void>): Promise<void> {
  await fastify.register(async (proxy) => {
    // An event stream may be silent for long; a service that is gone shows at once.
    await proxy.register(replyFrom, { undici: { bodyTimeout: 0, headersTimeout: 60_000, connections: 128, pipelining: 1 } });
    proxy.removeAllContentTypeParsers();
    proxy.addContentTypeParser('*', (request, payload, done) => {
      // The service would refuse it too, and break off while it is still being sent: then nobody would hear why.
      const tooLarge = Number(request.headers['content-length']) > request.routeOptions.bodyLimit;
      done(tooLarge ? Object.assign(new Error('body too large'), { statusCode: 413 }) : null, payload);
    });
    proxy.setErrorHandler((error, request, reply) => {
      const problem = problemOf(error, request.traceId);
      if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
      return reply.status(problem.status).type('application/problem+json').send(problem);
    });
    for (const { method, path, callers, upstream } of routes) {
      proxy.route({
        method,
        url: path,
        exposeHeadRoute: method === 'GET',
        preHandler: (request) => admit(request, callers),
        handler: (request, reply) =>
          reply.from(`${upstream.origin}${request.url}`, {
            rewriteRequestHeaders: (_request, headers) => ({ ...headers, 'x-forwarded-for': request.ip, 'x-forwarded-host': request.host, traceparent: `00-${request.traceId}-${request.traceId.slice(16)}-01` }),
            onError: (failed, { error }) => {
              failed.log.error({ traceId: request.traceId, code: (error as NodeJS.ErrnoException).code }, 'service does not answer');
              // What is left of a body must not be taken for the next request on this connection.
              if (!request.raw.complete) failed.header('connection', 'close');
              void failed.status(503).type('application/problem+json').send(problemOf(new ServiceUnavailable(), request.traceId));
            },
          }),
      });
    }
  });
}
