import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokenVerifier, type PublicKeys } from './access-token';
import { AccessTokenStrategy } from './access-token.strategy';
import { GUARDED_ROUTES, type GuardedRoute, RouteGuard } from './route.guard';

export interface SignInOptions {
  readonly publicKeys: PublicKeys;
  readonly routes: readonly GuardedRoute[];
}

/** Guards every route of the process. Only checks tokens; making them is the user service's. */
@Global()
@Module({})
export class SignInModule {
  static forRoot({ publicKeys, routes }: SignInOptions): DynamicModule {
    return {
      module: SignInModule,
      providers: [
        { provide: AccessTokenVerifier, useValue: new AccessTokenVerifier(publicKeys) },
        { provide: GUARDED_ROUTES, useValue: routes },
        AccessTokenStrategy,
        { provide: APP_GUARD, useClass: RouteGuard },
      ],
      exports: [AccessTokenVerifier],
    };
  }
}
