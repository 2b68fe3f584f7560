import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { TestDatabase } from '@anamnesis/schema/testing';
import { DataSource } from 'typeorm';
import { Announce } from '../care/announce';
import { BeginCareRelation } from '../care/begin-care-relation';
import { Charts } from '../charts/charts';
import { EndCareRelation } from '../care/end-care-relation';
import { EndSessionsOfAccount } from '../sign-in/end-sessions-of-account';
import { usersEntities } from '../entities';
import { HandOver } from '../care/hand-over';
import { LiftRestriction } from '../care/lift-restriction';
import { ListCareRelations } from '../care/list-care-relations';
import { ListCovers } from '../care/list-covers';
import { ListEmergencyAccesses } from '../care/list-emergency-accesses';
import { ListRestrictions } from '../care/list-restrictions';
import { MakeCover } from '../care/make-cover';
import { MakeRestriction } from '../care/make-restriction';
import { OpenEmergencyAccess } from '../care/open-emergency-access';
import { OpenReview } from '../care/open-review';
import { PlaceNurse } from '../doctors/place-nurse';
import { PreviewHandOver } from '../care/preview-hand-over';
import { ShortenCover } from '../care/shorten-cover';
import { TellOfCare } from '../care/tell-of-care';

/** The verbs of care on a database, as the user service has them. */
export async function careVerbs(place: TestDatabase, role: 'anamnesis_user_service' | 'anamnesis_all_in_one' = 'anamnesis_user_service') {
  const database = new Database(await new DataSource({ type: 'postgres', url: place.urlFor(role), installExtensions: false, entities: usersEntities }).initialize());
  const accessLog = new AccessLog(database);
  const charts = new Charts(database, accessLog);
  const announce = new Announce();
  const openReview = new OpenReview();
  const tellOfCare = new TellOfCare(announce, openReview);
  return {
    database,
    charts,
    beginCareRelation: new BeginCareRelation(charts, tellOfCare),
    endCareRelation: new EndCareRelation(charts, tellOfCare),
    listCareRelations: new ListCareRelations(charts, database, accessLog),
    listCovers: new ListCovers(database),
    makeCover: new MakeCover(database, announce),
    shortenCover: new ShortenCover(database, announce),
    previewHandOver: new PreviewHandOver(database, accessLog),
    handOver: new HandOver(database, announce, openReview, new EndSessionsOfAccount()),
    openEmergencyAccess: new OpenEmergencyAccess(database, accessLog, announce, openReview),
    listEmergencyAccesses: new ListEmergencyAccesses(charts),
    makeRestriction: new MakeRestriction(charts, announce),
    liftRestriction: new LiftRestriction(charts, announce),
    listRestrictions: new ListRestrictions(charts),
    placeNurse: new PlaceNurse(database),
    close: () => database.dataSource.destroy(),
  };
}

export type CareVerbs = Awaited<ReturnType<typeof careVerbs>>;
