import { Announce } from './announce';
import { BeginCareRelation } from './begin-care-relation';
import { EndCareRelation } from './end-care-relation';
import { HandOver } from './hand-over';
import { JudgeReview } from './judge-review';
import { LiftRestriction } from './lift-restriction';
import { ListAnnouncements } from './list-announcements';
import { ListCareRelations } from './list-care-relations';
import { ListCovers } from './list-covers';
import { ListEmergencyAccesses } from './list-emergency-accesses';
import { ListRestrictions } from './list-restrictions';
import { ListReviews } from './list-reviews';
import { MakeCover } from './make-cover';
import { MakeRestriction } from './make-restriction';
import { OpenEmergencyAccess } from './open-emergency-access';
import { OpenReview } from './open-review';
import { PlaceNurse } from '../doctors/place-nurse';
import { PreviewHandOver } from './preview-hand-over';
import { ReadReview } from './read-review';
import { SeeAnnouncement } from './see-announcement';
import { ShortenCover } from './shorten-cover';
import { TellOfCare } from './tell-of-care';

/** Care: who is in it, who was told, what is looked at again. */
export const careVerbs = [
  Announce, BeginCareRelation, EndCareRelation, HandOver, JudgeReview, LiftRestriction, ListAnnouncements, ListCareRelations, ListCovers, ListEmergencyAccesses, ListRestrictions, ListReviews,
  MakeCover, MakeRestriction, OpenEmergencyAccess, OpenReview, PlaceNurse, PreviewHandOver, ReadReview, SeeAnnouncement, ShortenCover, TellOfCare,
];
