import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Workplaces } from '../accounts/workplaces';
import { type AppointmentTypeRow, type LocationRow, type OrganisationRow, appointmentTypeColumns, locationColumns, organisationColumns } from './place-rows';

/** Whoever works there sees them; a patient those where patients book. $1: organisations, null for all; $2: a patient asks. */
const isSeen = (organisationId: string): string =>
  `($1::uuid[] IS NULL OR ${organisationId} = ANY ($1) OR $2 AND EXISTS (SELECT FROM appointment_type b WHERE b.organisation_id = ${organisationId} AND 'patient' = ANY (b.bookable_by)))`;
/** Ids are UUIDv7: in the order in which they were made. */
const nextAfter = (id: string): string => `($4::uuid IS NULL OR ${id} > $4) ORDER BY ${id} LIMIT $3`;

const organisations = { name: 'users.list-organisations', text: `SELECT ${organisationColumns} FROM organisation o WHERE ${isSeen('o.id')} AND ${nextAfter('o.id')}` };
const locations = { name: 'users.list-locations', text: `SELECT ${locationColumns} FROM location l WHERE ${isSeen('l.organisation_id')} AND ${nextAfter('l.id')}` };
const appointmentTypes = {
  name: 'users.list-appointment-types',
  text: `SELECT ${appointmentTypeColumns} FROM appointment_type t WHERE ${isSeen('t.organisation_id')} AND (NOT $2 OR 'patient' = ANY (t.bookable_by)) AND ${nextAfter('t.id')}`,
};

export interface PlacesQuery {
  readonly limit: number;
  /** Id of the last one shown. */
  readonly after?: string | undefined;
}

@Injectable()
export class ListPlaces {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** One more than the limit where there are more, as of each of these. @throws SignInEnded */
  organisations(acting: Acting, query: PlacesQuery): Promise<OrganisationRow[]> {
    return this.list(acting, organisations, query);
  }

  locations(acting: Acting, query: PlacesQuery): Promise<LocationRow[]> {
    return this.list(acting, locations, query);
  }

  appointmentTypes(acting: Acting, query: PlacesQuery): Promise<AppointmentTypeRow[]> {
    return this.list(acting, appointmentTypes, query);
  }

  private list<Row extends object>(acting: Acting, statement: Statement, { limit, after }: PlacesQuery): Promise<Row[]> {
    return this.workplaces.work(acting, (_, organisationIds) => this.database.queryInTransaction<Row>(statement, [organisationIds, acting.role === 'patient', limit + 1, after ?? null]));
  }
}
