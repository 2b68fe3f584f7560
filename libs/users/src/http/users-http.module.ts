import { type DynamicModule, Module } from '@nestjs/common';
import type { KeyRing } from '@anamnesis/sign-in';
import { AnnouncementsController } from './announcements.controller';
import { AuthController, PUBLIC_KEYS } from './auth.controller';
import { OwnSessionsController } from './own-sessions.controller';
import { PatientsController } from './patients.controller';
import { ReviewsController } from './reviews.controller';
import { SecondFactorController } from './second-factor.controller';

const careControllers = [AnnouncementsController, ReviewsController];

/** The HTTP door of users. */
@Module({})
export class UsersHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule, keyRing: KeyRing): DynamicModule {
    return {
      module: UsersHttpModule,
      imports: [users],
      controllers: [AuthController, OwnSessionsController, PatientsController, SecondFactorController, ...careControllers],
      providers: [{ provide: PUBLIC_KEYS, useValue: keyRing }],
    };
  }
}
