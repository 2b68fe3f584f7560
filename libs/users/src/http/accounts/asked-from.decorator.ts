import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { RequestOrigin } from '@anamnesis/sign-in';
import type { FastifyRequest } from 'fastify';

/** From where somebody asks who is not signed in: for limits and for the audit. */
export const AskedFrom = createParamDecorator((_: unknown, context: ExecutionContext): RequestOrigin & { readonly address: string } => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: request.ip, requestId: request.id, traceId: request.traceId, route: `${request.method} ${request.routeOptions.url ?? ''}` };
});
