import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import type { SigningKey } from '@anamnesis/sign-in';
import { Charts } from './charts';
import { CreateAccount } from './create-account';
import { CreatePatient } from './create-patient';
import { Doctors } from './doctors';
import { EndSession } from './end-session';
import { FindFirstClinic } from './find-first-clinic';
import { ListOwnPatients } from './list-own-patients';
import { MakeFirstClinic } from './make-first-clinic';
import { patientsVerbs } from './patients-verbs';
import { ReadOwnAccount } from './read-own-account';
import { ReadPatient } from './read-patient';
import { RefreshSignIn } from './refresh-sign-in';
import { PRODUCTION, SignIn } from './sign-in';
import { SignInThrottle } from './sign-in-throttle';
import { SIGNING_KEY, Tokens } from './tokens';

/** What other domains need: the way to a chart. */
@Module({ imports: [AuditModule], providers: [Charts], exports: [Charts] })
export class ChartsModule {}

const verbs = [CreateAccount, CreatePatient, EndSession, FindFirstClinic, ListOwnPatients, MakeFirstClinic, ReadOwnAccount, ReadPatient, RefreshSignIn, SignIn, ...patientsVerbs];

export interface UsersOptions {
  readonly signingKey: SigningKey;
  readonly production: boolean;
}

/** The core of users, without doors. */
@Module({})
export class UsersModule {
  static forRoot({ signingKey, production }: UsersOptions): DynamicModule {
    return {
      module: UsersModule,
      imports: [AuditModule, ChartsModule],
      providers: [...verbs, Doctors, SignInThrottle, Tokens, { provide: SIGNING_KEY, useValue: signingKey }, { provide: PRODUCTION, useValue: production }],
      exports: verbs,
    };
  }
}
