import { Account, AccountRole, Credential, PatientAccount } from './accounts/account.entity';
import { Announcement } from './care/announcement.entity';
import { CareRelation, DoctorPatient } from './care/care-relation.entity';
import { Doctor } from './doctors/doctor.entity';
import { DoctorAbsence } from './doctors/doctor-absence.entity';
import { MrnKey, Patient } from './patients/patient.entity';
import { Location, Organisation } from './places/place.entity';
import { Representation } from './patients/representation.entity';
import { Review } from './care/review.entity';
import { RecoveryCode, SecondFactor } from './sign-in/second-factor.entity';
import { RefreshToken, Session } from './sign-in/session.entity';

/** For the app's one DataSource. */
export const usersEntities = [
  Account, AccountRole, Announcement, CareRelation, Credential, Doctor, DoctorAbsence, DoctorPatient, Location, MrnKey, Organisation, Patient, PatientAccount, RecoveryCode, RefreshToken,
  Representation, Review, SecondFactor, Session,
];
