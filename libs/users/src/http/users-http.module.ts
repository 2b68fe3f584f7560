import { type DynamicModule, Module } from '@nestjs/common';
import { AnnouncementsController } from './announcements.controller';
import { AuthController, PUBLIC_KEYS } from './auth.controller';
import { CareRelationsController } from './care-relations.controller';
import { DutiesController } from './duties.controller';
import { EmergencyController } from './emergency.controller';
import { PatientsController } from './patients.controller';
import { RestrictionsController } from './restrictions.controller';
import { ReviewsController } from './reviews.controller';

const careControllers = [AnnouncementsController, CareRelationsController, DutiesController, EmergencyController, RestrictionsController, ReviewsController];

/** The HTTP door of users. */
@Module({})
export class UsersHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule, publicKeys: readonly object[]): DynamicModule {
    return { module: UsersHttpModule, imports: [users], controllers: [AuthController, PatientsController, ...careControllers], providers: [{ provide: PUBLIC_KEYS, useValue: publicKeys }] };
  }
}
