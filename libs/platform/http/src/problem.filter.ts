import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '@anamnesis/errors';
import { problemOf } from './problem';

/** The one place where an error becomes an answer. What is not the client's fault is logged, without the words of errors that are not ours: they may hold a value. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error, request.traceId);
    if (problem.status >= 500) request.log.error({ err: error, traceId: request.traceId }, 'A request failed');
    if (reply.sent || reply.raw.headersSent) {
      // A stream that breaks off half-way can not be answered any more, only cut.
      reply.raw.destroy();
      return;
    }
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    if (error instanceof DomainError && error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
    if (error instanceof DomainError && error.moved) reply.header('location', request.url.replace(error.moved.from, error.moved.to));
    void reply.status(problem.status).type('application/problem+json').send(problem);
  }
}
