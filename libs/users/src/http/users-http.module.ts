import { type DynamicModule, Module } from '@nestjs/common';
import { AuthController, PUBLIC_KEYS } from './auth.controller';
import { PatientsController } from './patients.controller';

/** The HTTP door of users. */
@Module({})
export class UsersHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule, publicKeys: readonly object[]): DynamicModule {
    return { module: UsersHttpModule, imports: [users], controllers: [AuthController, PatientsController], providers: [{ provide: PUBLIC_KEYS, useValue: publicKeys }] };
  }
}
