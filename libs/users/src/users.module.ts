import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import type { KeyRing } from '@anamnesis/sign-in';
import { ChangePassword } from './change-password';
import { careVerbs } from './care-verbs';
import { Charts } from './charts';
import { ConfirmSecondFactor } from './confirm-second-factor';
import { CreateAccount } from './create-account';
import { CreatePatient } from './create-patient';
import { Doctors } from './doctors';
import { EndSession } from './end-session';
import { EndSessionsOfAccount } from './end-sessions-of-account';
import { EnrolSecondFactor } from './enrol-second-factor';
import { FindFirstClinic } from './find-first-clinic';
import { ListOwnPatients } from './list-own-patients';
import { ListOwnSessions } from './list-own-sessions';
import { MakeFirstClinic } from './make-first-clinic';
import { OwnPassword } from './own-password';
import { patientsVerbs } from './patients-verbs';
import { ReadOwnAccount } from './read-own-account';
import { ReadPatient } from './read-patient';
import { RefreshSignIn } from './refresh-sign-in';
import { RefreshTokens } from './refresh-tokens';
import { RemoveSecondFactor } from './remove-second-factor';
import { RenewRecoveryCodes } from './renew-recovery-codes';
import { SecondFactors } from './second-factors';
import { SignIn } from './sign-in';
import { SignInRules, type SignInRulesOptions } from './sign-in-rules';
import { SignInThrottle } from './sign-in-throttle';
import { SignOutEverywhere } from './sign-out-everywhere';
import { StartSession } from './start-session';
import { SwitchRole } from './switch-role';
import { KEY_RING, Tokens } from './tokens';
import { UnlockSession } from './unlock-session';

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
