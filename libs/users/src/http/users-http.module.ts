import { type DynamicModule, Module } from '@nestjs/common';
import { AuthController, PUBLIC_KEYS } from './auth.controller';
import { DoctorsController } from './doctors.controller';
import { MergesController } from './merges.controller';
import { PatientChangesController } from './patient-changes.controller';
import { PatientsController } from './patients.controller';
import { RepresentationsController } from './representations.controller';
import { WorkingHoursController } from './working-hours.controller';

const patientsControllers = [DoctorsController, MergesController, PatientChangesController, PatientsController, RepresentationsController, WorkingHoursController];

/** The HTTP door of users. */
@Module({})
export class UsersHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule, publicKeys: readonly object[]): DynamicModule {
    return { module: UsersHttpModule, imports: [users], controllers: [AuthController, ...patientsControllers], providers: [{ provide: PUBLIC_KEYS, useValue: publicKeys }] };
  }
}
