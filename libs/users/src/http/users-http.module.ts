import { type DynamicModule, Module } from '@nestjs/common';
import type { KeyRing } from '@anamnesis/sign-in';
import { AnnouncementsController } from './care/announcements.controller';
import { AuthController, PUBLIC_KEYS } from './sign-in/auth.controller';
import { CareRelationsController } from './care/care-relations.controller';
import { DoctorsController } from './doctors/doctors.controller';
import { DutiesController } from './care/duties.controller';
import { EmergencyController } from './care/emergency.controller';
import { MergesController } from './patients/merges.controller';
import { OwnSessionsController } from './sign-in/own-sessions.controller';
import { PatientChangesController } from './patients/patient-changes.controller';
import { PatientsController } from './patients/patients.controller';
import { RepresentationsController } from './patients/representations.controller';
import { RestrictionsController } from './care/restrictions.controller';
import { ReviewsController } from './care/reviews.controller';
import { SecondFactorController } from './sign-in/second-factor.controller';
import { WorkingHoursController } from './doctors/working-hours.controller';

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
