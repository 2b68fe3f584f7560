import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, idCursor, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { BeginCareRelation, type CareRelationRow, EndCareRelation, ListCareRelations, ListEmergencyAccesses } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { careRelationAnswer, careRelationsAnswer, careRelationsQuery, emergencyAccessesAnswer, endCareRelationBody, idList, newCareRelationBody, uuid } from './care-relation.schemas';
import { presentCareRelation, presentEmergencyAccess } from './present-care-relation';

@ApiTags('care')
@Controller('/patients/:patientId')
export class CareRelationsController {
  constructor(
    private readonly listCareRelations: ListCareRelations,
    private readonly beginCareRelation: BeginCareRelation,
    private readonly endCareRelation: EndCareRelation,
    private readonly listEmergencyAccesses: ListEmergencyAccesses,
  ) {}

  @Get('care-relations')
  @ApiOkResponse({ standardSchema: careRelationsAnswer })
  async list(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: careRelationsQuery }) { limit, cursor, current }: z.infer<typeof careRelationsQuery>): Promise<z.infer<typeof careRelationsAnswer>> {
    const before = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const { items, nextCursor } = page(await this.listCareRelations.execute(acting, patientId, { limit, before, current }), limit, presentCareRelation, ({ id }) => [id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post('care-relations')
  @ApiCreatedResponse({ standardSchema: careRelationAnswer })
  async begin(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Body({ schema: newCareRelationBody }) body: z.infer<typeof newCareRelationBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof careRelationAnswer>> {
    const relation = await this.beginCareRelation.execute(acting, patientId, body);
    reply.header('location', `/patients/${patientId}/care-relations/${relation.id}`);
    return tagged(relation, reply);
  }

  @Patch('care-relations/:careRelationId')
  @ApiOkResponse({ standardSchema: careRelationAnswer })
  async end(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('careRelationId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: endCareRelationBody }) body: z.infer<typeof endCareRelationBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof careRelationAnswer>> {
    return tagged(await this.endCareRelation.execute(acting, patientId, id, readVersion, body.reason), reply);
  }

  @Get('emergency-accesses')
  @ApiOkResponse({ standardSchema: emergencyAccessesAnswer })
  async emergencies(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: idList }) { limit, cursor }: z.infer<typeof idList>): Promise<z.infer<typeof emergencyAccessesAnswer>> {
    const before = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const { items, nextCursor } = page(await this.listEmergencyAccesses.execute(acting, patientId, { limit, before }), limit, presentEmergencyAccess, ({ id }) => [id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }
}

function tagged(relation: CareRelationRow, reply: FastifyReply): z.infer<typeof careRelationAnswer> {
  reply.header('etag', versionTag(relation.version));
  return presentCareRelation(relation);
}
