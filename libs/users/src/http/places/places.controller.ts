import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, idCursor, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ChangeAppointmentType, ChangeLocation, ChangeOrganisation, CreateAppointmentType, CreateLocation, ListPlaces } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { pageQuery, uuid } from '../accounts/accounts.schemas';
import {
  appointmentTypeAnswer, appointmentTypeChangesBody, appointmentTypesAnswer, locationAnswer, locationChangesBody, locationsAnswer, newAppointmentTypeBody, newLocationBody, organisationAnswer,
  organisationChangesBody, organisationsAnswer,
} from './places.schemas';
import { presentAppointmentType, presentLocation, presentOrganisation } from './present-place';

type PageQuery = z.infer<typeof pageQuery>;
const queryOf = ({ limit, cursor }: PageQuery) => ({ limit, after: cursor === undefined ? undefined : readCursor(cursor, idCursor)[0] });

@ApiTags('places')
@Controller()
export class PlacesController {
  constructor(
    private readonly listPlaces: ListPlaces,
    private readonly changeOrganisation: ChangeOrganisation,
    private readonly createLocation: CreateLocation,
    private readonly changeLocation: ChangeLocation,
    private readonly createAppointmentType: CreateAppointmentType,
    private readonly changeAppointmentType: ChangeAppointmentType,
  ) {}

  @Get('/organisations')
  @ApiOkResponse({ standardSchema: organisationsAnswer })
  async organisations(@SignedIn() acting: Acting, @Query({ schema: pageQuery }) query: PageQuery): Promise<z.infer<typeof organisationsAnswer>> {
    return listed(await this.listPlaces.organisations(acting, queryOf(query)), query.limit, presentOrganisation);
  }

  @Patch('/organisations/:organisationId')
  @ApiOkResponse({ standardSchema: organisationAnswer })
  async changeOne(@SignedIn() acting: Acting, @Param('organisationId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: organisationChangesBody }) body: z.infer<typeof organisationChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof organisationAnswer>> {
    return tagged(presentOrganisation(await this.changeOrganisation.execute(acting, id, readVersion, body)), reply);
  }

  @Get('/locations')
  @ApiOkResponse({ standardSchema: locationsAnswer })
  async locations(@SignedIn() acting: Acting, @Query({ schema: pageQuery }) query: PageQuery): Promise<z.infer<typeof locationsAnswer>> {
    return listed(await this.listPlaces.locations(acting, queryOf(query)), query.limit, presentLocation);
  }

  @Post('/locations')
  @ApiCreatedResponse({ standardSchema: locationAnswer })
  async makeLocation(@SignedIn() acting: Acting, @Body({ schema: newLocationBody }) body: z.infer<typeof newLocationBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof locationAnswer>> {
    return tagged(presentLocation(await this.createLocation.execute(acting, body as Parameters<CreateLocation['execute']>[1])), reply);
  }

  @Patch('/locations/:locationId')
  @ApiOkResponse({ standardSchema: locationAnswer })
  async changeOneLocation(@SignedIn() acting: Acting, @Param('locationId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: locationChangesBody }) body: z.infer<typeof locationChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof locationAnswer>> {
    return tagged(presentLocation(await this.changeLocation.execute(acting, id, readVersion, body as Parameters<ChangeLocation['execute']>[3])), reply);
  }

  @Get('/appointment-types')
  @ApiOkResponse({ standardSchema: appointmentTypesAnswer })
  async appointmentTypes(@SignedIn() acting: Acting, @Query({ schema: pageQuery }) query: PageQuery): Promise<z.infer<typeof appointmentTypesAnswer>> {
    return listed(await this.listPlaces.appointmentTypes(acting, queryOf(query)), query.limit, presentAppointmentType);
  }

  @Post('/appointment-types')
  @ApiCreatedResponse({ standardSchema: appointmentTypeAnswer })
  async makeType(@SignedIn() acting: Acting, @Body({ schema: newAppointmentTypeBody }) body: z.infer<typeof newAppointmentTypeBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof appointmentTypeAnswer>> {
    return tagged(presentAppointmentType(await this.createAppointmentType.execute(acting, body)), reply);
  }

  @Patch('/appointment-types/:appointmentTypeId')
  @ApiOkResponse({ standardSchema: appointmentTypeAnswer })
  async changeType(@SignedIn() acting: Acting, @Param('appointmentTypeId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: appointmentTypeChangesBody }) body: z.infer<typeof appointmentTypeChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof appointmentTypeAnswer>> {
    return tagged(presentAppointmentType(await this.changeAppointmentType.execute(acting, id, readVersion, body)), reply);
  }
}

function listed<Row extends { readonly id: string }, Item>(rows: readonly Row[], limit: number, present: (row: Row) => Item): { items: Item[]; nextCursor?: string } {
  const { items, nextCursor } = page(rows, limit, present, (row) => [row.id]);
  return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
}

function tagged<Answer extends { readonly version: number }>(answer: Answer, reply: FastifyReply): Answer {
  reply.header('etag', versionTag(answer.version));
  return answer;
}
