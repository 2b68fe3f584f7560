import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { SignedInAccount } from './access-token';
import { NotSignedIn, RoleNotAllowed } from './sign-in.errors';

/** What the guard must know of a route; the app gives it the whole table. */
export interface GuardedRoute {
  readonly method: string;
  readonly path: string;
  readonly callers: 'anyone' | readonly string[];
}

export const GUARDED_ROUTES = Symbol('guarded routes');

interface RoutedRequest {
  method: string;
  routeOptions: { url?: string };
  user?: SignedInAccount;
}

/** The door: who is signed in, and may their role call this route at all? Whose data they then see, the opened context decides. */
@Injectable()
export class RouteGuard extends AuthGuard('access-token') implements CanActivate {
  private readonly callersOf: ReadonlyMap<string, GuardedRoute['callers']>;

  constructor(@Inject(GUARDED_ROUTES) routes: readonly GuardedRoute[]) {
    super();
    this.callersOf = new Map(routes.map((route) => [`${route.method} ${route.path}`, route.callers]));
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RoutedRequest>();
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const callers = this.callersOf.get(`${method} ${request.routeOptions.url ?? ''}`);
    if (callers === 'anyone') return true;
    await super.canActivate(context);
    // The start refuses a route that is not in the table; should one slip through, it is closed.
    if (!callers || !request.user || !callers.includes(request.user.role)) throw new RoleNotAllowed();
    return true;
  }

  override handleRequest<Account>(error: unknown, account: Account | false | undefined): Account {
    if (error) throw error instanceof Error ? error : new Error('The token could not be checked', { cause: error });
    if (!account) throw new NotSignedIn();
    return account;
  }
}
