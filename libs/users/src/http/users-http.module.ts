import { type DynamicModule, Module } from '@nestjs/common';
import { AnnouncementsController } from './announcements.controller';
import { AuthController, PUBLIC_KEYS } from './auth.controller';
import { PatientsController } from './patients.controller';
import { ReviewsController } from './reviews.controller';

const careControllers = [AnnouncementsController, ReviewsController];

/** The HTTP door of users. */
@Module({})
export class UsersHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule, publicKeys: readonly object[]): DynamicModule {
    return { module: UsersHttpModule, imports: [users], controllers: [AuthController, PatientsController, ...careControllers], providers: [{ provide: PUBLIC_KEYS, useValue: publicKeys }] };
  }
}
