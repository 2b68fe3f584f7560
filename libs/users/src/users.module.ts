import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import type { SigningKey } from '@anamnesis/sign-in';
import { Announce } from './announce';
import { Charts } from './charts';
import { CreateAccount } from './create-account';
import { CreatePatient } from './create-patient';
import { EndSession } from './end-session';
import { FindFirstClinic } from './find-first-clinic';
import { JudgeReview } from './judge-review';
import { ListAnnouncements } from './list-announcements';
import { ListOwnPatients } from './list-own-patients';
import { ListReviews } from './list-reviews';
import { MakeFirstClinic } from './make-first-clinic';
import { OpenReview } from './open-review';
import { ReadOwnAccount } from './read-own-account';
import { ReadPatient } from './read-patient';
import { ReadReview } from './read-review';
import { RefreshSignIn } from './refresh-sign-in';
import { SeeAnnouncement } from './see-announcement';
import { PRODUCTION, SignIn } from './sign-in';
import { SignInThrottle } from './sign-in-throttle';
import { SIGNING_KEY, Tokens } from './tokens';

/** What other domains need: the way to a chart. */
@Module({ imports: [AuditModule], providers: [Charts], exports: [Charts] })
export class ChartsModule {}

/** Care: who is in it, who was told, what is looked at again. */
const careVerbs = [Announce, JudgeReview, ListAnnouncements, ListReviews, OpenReview, ReadReview, SeeAnnouncement];
const verbs = [...careVerbs, CreateAccount, CreatePatient, EndSession, FindFirstClinic, ListOwnPatients, MakeFirstClinic, ReadOwnAccount, ReadPatient, RefreshSignIn, SignIn];

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
      providers: [...verbs, SignInThrottle, Tokens, { provide: SIGNING_KEY, useValue: signingKey }, { provide: PRODUCTION, useValue: production }],
      exports: verbs,
    };
  }
}
