import { Account, AccountRole, Credential, PatientAccount } from './account.entity';
import { Announcement } from './announcement.entity';
import { CareRelation, DoctorPatient } from './care-relation.entity';
import { Doctor } from './doctor.entity';
import { DoctorAbsence } from './doctor-absence.entity';
import { MrnKey, Patient } from './patient.entity';
import { Location, Organisation } from './place.entity';
import { Representation } from './representation.entity';
import { Review } from './review.entity';
import { RecoveryCode, SecondFactor } from './second-factor.entity';
import { RefreshToken, Session } from './session.entity';

/** For the app's one DataSource. */
export const usersEntities = [
  Account, AccountRole, Announcement, CareRelation, Credential, Doctor, DoctorAbsence, DoctorPatient, Location, MrnKey, Organisation, Patient, PatientAccount, RecoveryCode, RefreshToken,
  Representation, Review, SecondFactor, Session,
];
