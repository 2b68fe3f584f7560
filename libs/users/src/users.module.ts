import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import type { SigningKey } from '@anamnesis/sign-in';
import { Announce } from './announce';
import { BeginCareRelation } from './begin-care-relation';
import { Charts } from './charts';
import { CreateAccount } from './create-account';
import { CreatePatient } from './create-patient';
import { EndCareRelation } from './end-care-relation';
import { EndSession } from './end-session';
import { FindFirstClinic } from './find-first-clinic';
import { HandOver } from './hand-over';
import { JudgeReview } from './judge-review';
import { LiftRestriction } from './lift-restriction';
import { ListAnnouncements } from './list-announcements';
import { ListCareRelations } from './list-care-relations';
import { ListCovers } from './list-covers';
import { ListEmergencyAccesses } from './list-emergency-accesses';
import { ListOwnPatients } from './list-own-patients';
import { ListRestrictions } from './list-restrictions';
import { ListReviews } from './list-reviews';
import { MakeCover } from './make-cover';
import { MakeFirstClinic } from './make-first-clinic';
import { MakeRestriction } from './make-restriction';
import { OpenEmergencyAccess } from './open-emergency-access';
import { OpenReview } from './open-review';
import { PlaceNurse } from './place-nurse';
import { PreviewHandOver } from './preview-hand-over';
import { ReadOwnAccount } from './read-own-account';
import { ReadPatient } from './read-patient';
import { ReadReview } from './read-review';
import { RefreshSignIn } from './refresh-sign-in';
import { SeeAnnouncement } from './see-announcement';
import { ShortenCover } from './shorten-cover';
import { PRODUCTION, SignIn } from './sign-in';
import { SignInThrottle } from './sign-in-throttle';
import { TellOfCare } from './tell-of-care';
import { SIGNING_KEY, Tokens } from './tokens';

/** What other domains need: the way to a chart. */
@Module({ imports: [AuditModule], providers: [Charts], exports: [Charts] })
export class ChartsModule {}

/** Care: who is in it, who was told, what is looked at again. */
const careVerbs = [
  Announce, BeginCareRelation, EndCareRelation, HandOver, JudgeReview, LiftRestriction, ListAnnouncements, ListCareRelations, ListCovers, ListEmergencyAccesses, ListRestrictions, ListReviews,
  MakeCover, MakeRestriction, OpenEmergencyAccess, OpenReview, PlaceNurse, PreviewHandOver, ReadReview, SeeAnnouncement, ShortenCover, TellOfCare,
];
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
