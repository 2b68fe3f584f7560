import { Controller, type DynamicModule, Get, Inject, Module } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DomainError } from '@anamnesis/errors';

/** Throws when the process can not serve. */
export type ReadinessCheck = () => Promise<unknown>;

const READINESS = Symbol('readiness checks');

class NotReady extends DomainError {
  readonly code = 'health.not-ready';
  readonly kind = 'unavailable';

  constructor() {
    super('This process can not serve requests now.');
  }
}

@ApiTags('health')
@Controller()
class HealthController {
  constructor(@Inject(READINESS) private readonly checks: readonly ReadinessCheck[]) {}

  @Get('/health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('/health/ready')
  async ready(): Promise<{ status: 'ok' }> {
    const results = await Promise.allSettled(this.checks.map((check) => check()));
    if (results.some((result) => result.status === 'rejected')) throw new NotReady();
    return { status: 'ok' };
  }
}

@Module({})
export class HealthModule {
  /** @param inject what the checks are made from, as for any Nest factory */
  static forRoot<Dependencies extends readonly unknown[]>(inject: { [K in keyof Dependencies]: abstract new (...parameters: never[]) => Dependencies[K] }, checks: (...dependencies: Dependencies) => ReadinessCheck[]): DynamicModule {
    return { module: HealthModule, controllers: [HealthController], providers: [{ provide: READINESS, inject: [...inject], useFactory: (...dependencies: unknown[]) => checks(...(dependencies as unknown as Dependencies)) }] };
  }
}
