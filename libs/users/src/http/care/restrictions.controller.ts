import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, idCursor, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { LiftRestriction, ListRestrictions, MakeRestriction, type RestrictionRow } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { idList, uuid } from './care-relation.schemas';
import { presentRestriction } from './present-restriction';
import { liftBody, newRestrictionBody, restrictionAnswer, restrictionsAnswer } from './restriction.schemas';

@ApiTags('restrictions')
@Controller('/patients/:patientId/restrictions')
export class RestrictionsController {
  constructor(
    private readonly listRestrictions: ListRestrictions,
    private readonly makeRestriction: MakeRestriction,
    private readonly liftRestriction: LiftRestriction,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: restrictionsAnswer })
  async list(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: idList }) { limit, cursor }: z.infer<typeof idList>): Promise<z.infer<typeof restrictionsAnswer>> {
    const before = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const { items, nextCursor } = page(await this.listRestrictions.execute(acting, patientId, { limit, before }), limit, presentRestriction, ({ id }) => [id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: restrictionAnswer })
  async make(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Body({ schema: newRestrictionBody }) body: z.infer<typeof newRestrictionBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof restrictionAnswer>> {
    const restriction = await this.makeRestriction.execute(acting, patientId, body);
    reply.header('location', `/patients/${patientId}/restrictions/${restriction.id}`);
    return tagged(restriction, reply);
  }

  @Patch(':restrictionId')
  @ApiOkResponse({ standardSchema: restrictionAnswer })
  async lift(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('restrictionId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: liftBody }) _: z.infer<typeof liftBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof restrictionAnswer>> {
    return tagged(await this.liftRestriction.execute(acting, patientId, id, readVersion), reply);
  }
}

function tagged(restriction: RestrictionRow, reply: FastifyReply): z.infer<typeof restrictionAnswer> {
  reply.header('etag', versionTag(restriction.version));
  return presentRestriction(restriction);
}
