import { type DynamicModule, Module } from '@nestjs/common';
import type { KeyRing } from '@anamnesis/sign-in';
import { AnnouncementsController } from './announcements.controller';
import { AuthController, PUBLIC_KEYS } from './auth.controller';
import { CareRelationsController } from './care-relations.controller';
import { DoctorsController } from './doctors.controller';
import { DutiesController } from './duties.controller';
import { EmergencyController } from './emergency.controller';
import { MergesController } from './merges.controller';
import { OwnSessionsController } from './own-sessions.controller';
import { PatientChangesController } from './patient-changes.controller';
import { PatientsController } from './patients.controller';
import { RepresentationsController } from './representations.controller';
import { RestrictionsController } from './restrictions.controller';
import { ReviewsController } from './reviews.controller';
import { SecondFactorController } from './second-factor.controller';
import { WorkingHoursController } from './working-hours.controller';

const careControllers = [AnnouncementsController, CareRelationsController, DutiesController, EmergencyController, RestrictionsController, ReviewsController];
const patientsControllers = [DoctorsController, MergesController, PatientChangesController, PatientsController, RepresentationsController, WorkingHoursController];

/** The HTTP door of users. */
@Module({})
export class UsersHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule, keyRing: KeyRing): DynamicModule {
    return {
      module: UsersHttpModule,
      imports: [users],
      controllers: [AuthController, OwnSessionsController, SecondFactorController, ...careControllers, ...patientsControllers],
      providers: [{ provide: PUBLIC_KEYS, useValue: keyRing }],
    };
  }
}
