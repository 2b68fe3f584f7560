import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokenVerifier, type PublicKeys } from './access-token';
import { AccessTokenStrategy, SESSIONS, type SessionCheck } from './access-token.strategy';
import { GUARDED_ROUTES, type GuardedRoute, RouteGuard } from './route.guard';

export interface SignInOptions {
  readonly publicKeys: PublicKeys;
  readonly routes: readonly GuardedRoute[];
  /** Knows which sessions have ended. A process without a database leaves that to the one behind it. */
  readonly sessions?: Type<SessionCheck>;
}

/** Guards every route of the process. Only checks tokens; making them is the user service's. */
@Global()
@Module({})
export class SignInModule {
  static forRoot({ publicKeys, routes, sessions }: SignInOptions): DynamicModule {
    return {
      module: SignInModule,
      providers: [
        { provide: AccessTokenVerifier, useValue: new AccessTokenVerifier(publicKeys) },
        { provide: GUARDED_ROUTES, useValue: routes },
        ...(sessions ? [{ provide: SESSIONS, useClass: sessions }] : []),
        AccessTokenStrategy,
        { provide: APP_GUARD, useClass: RouteGuard },
      ],
      exports: [AccessTokenVerifier],
    };
  }
}
