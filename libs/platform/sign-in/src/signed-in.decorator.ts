import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { SignedInAccount } from './access-token';
import type { Acting } from './acting';

interface SignedInRequest {
  id: string;
  ip: string;
  traceId?: string;
  method: string;
  routeOptions: { url?: string };
  user: SignedInAccount;
}

/** Gives a controller who acts, as every context and audit entry wants to know it. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Acting => {
  const request = context.switchToHttp().getRequest<SignedInRequest>();
  return {
    ...request.user,
    request: {
      address: request.ip,
      requestId: request.id,
      ...(request.traceId === undefined ? {} : { traceId: request.traceId }),
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
    },
  };
});
