import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import type { KeyRing } from '@anamnesis/sign-in';
import { ChangePassword } from './sign-in/change-password';
import { careVerbs } from './care/care-verbs';
import { Charts } from './charts/charts';
import { ConfirmSecondFactor } from './sign-in/confirm-second-factor';
import { CreateAccount } from './accounts/create-account';
import { CreatePatient } from './patients/create-patient';
import { Doctors } from './doctors/doctors';
import { EndSession } from './sign-in/end-session';
import { EndSessionsOfAccount } from './sign-in/end-sessions-of-account';
import { EnrolSecondFactor } from './sign-in/enrol-second-factor';
import { FindFirstClinic } from './places/find-first-clinic';
import { ListOwnPatients } from './patients/list-own-patients';
import { ListOwnSessions } from './sign-in/list-own-sessions';
import { MakeFirstClinic } from './places/make-first-clinic';
import { OwnPassword } from './sign-in/own-password';
import { patientsVerbs } from './patients/patients-verbs';
import { ReadOwnAccount } from './accounts/read-own-account';
import { ReadPatient } from './patients/read-patient';
import { RefreshSignIn } from './sign-in/refresh-sign-in';
import { RefreshTokens } from './sign-in/refresh-tokens';
import { RemoveSecondFactor } from './sign-in/remove-second-factor';
import { RenewRecoveryCodes } from './sign-in/renew-recovery-codes';
import { SecondFactors } from './sign-in/second-factors';
import { SignIn } from './sign-in/sign-in';
import { SignInRules, type SignInRulesOptions } from './sign-in/sign-in-rules';
import { SignInThrottle } from './sign-in/sign-in-throttle';
import { SignOutEverywhere } from './sign-in/sign-out-everywhere';
import { StartSession } from './sign-in/start-session';
import { SwitchRole } from './sign-in/switch-role';
import { KEY_RING, Tokens } from './sign-in/tokens';
import { UnlockSession } from './sign-in/unlock-session';

/** What other domains need: the way to a chart. */
@Module({ imports: [AuditModule], providers: [Charts], exports: [Charts] })
export class ChartsModule {}

const verbs = [...careVerbs, CreateAccount, CreatePatient, FindFirstClinic, ListOwnPatients, MakeFirstClinic, ReadOwnAccount, ReadPatient, ...patientsVerbs];
const signInVerbs = [
  ChangePassword, ConfirmSecondFactor, EndSession, EndSessionsOfAccount, EnrolSecondFactor, ListOwnSessions, RefreshSignIn, RemoveSecondFactor, RenewRecoveryCodes, SignIn,
  SignOutEverywhere, SwitchRole, UnlockSession,
];
/** What those stand on. */
const signInParts = [OwnPassword, RefreshTokens, SecondFactors, SignInThrottle, StartSession, Tokens];

export interface UsersOptions extends SignInRulesOptions {
  readonly keyRing: KeyRing;
}

/** The core of users, without doors. */
@Module({})
export class UsersModule {
  static forRoot({ keyRing, ...rules }: UsersOptions): DynamicModule {
    return {
      module: UsersModule,
      imports: [AuditModule, ChartsModule],
      providers: [...verbs, ...signInVerbs, ...signInParts, Doctors, { provide: KEY_RING, useValue: keyRing }, { provide: SignInRules, useValue: new SignInRules(rules) }],
      exports: [...verbs, ...signInVerbs, OwnPassword],
    };
  }
}
