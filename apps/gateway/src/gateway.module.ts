import { type DynamicModule, Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { HealthModule } from '@anamnesis/http';
import { type PublicKeys, SignInModule } from '@anamnesis/sign-in';

/** No door of its own but health: what it proxies is registered before Nest's routes. */
@Module({})
export class GatewayModule {
  static forRoot(publicKeys: PublicKeys): DynamicModule {
    return { module: GatewayModule, imports: [SignInModule.forRoot({ publicKeys, routes: routeTable }), HealthModule.forRoot([], () => [])] };
  }
}
