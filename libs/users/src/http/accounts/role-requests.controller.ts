import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, idCursor, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { AskForRole, DecideRoleRequest, ListRoleRequests } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { newRoleRequestBody, roleDecisionBody, roleRequestAnswer, roleRequestsAnswer, roleRequestsQuery, uuid } from './accounts.schemas';
import { presentRoleRequest } from './present-account';

type RoleRequestAnswer = z.infer<typeof roleRequestAnswer>;

@ApiTags('accounts')
@Controller('/role-requests')
export class RoleRequestsController {
  constructor(
    private readonly askForRole: AskForRole,
    private readonly listRoleRequests: ListRoleRequests,
    private readonly decideRoleRequest: DecideRoleRequest,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: roleRequestsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: roleRequestsQuery }) { limit, cursor, status }: z.infer<typeof roleRequestsQuery>): Promise<z.infer<typeof roleRequestsAnswer>> {
    const [before] = cursor === undefined ? [] : readCursor(cursor, idCursor);
    const { items, nextCursor } = page(await this.listRoleRequests.execute(acting, { limit, before, status }), limit, presentRoleRequest, (row) => [row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: roleRequestAnswer })
  async ask(@SignedIn() acting: Acting, @Body({ schema: newRoleRequestBody }) body: z.infer<typeof newRoleRequestBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<RoleRequestAnswer> {
    const id = await this.askForRole.execute(acting, body);
    reply.header('location', `/role-requests/${id}`);
    return this.answer(acting, id, reply);
  }

  @Get(':requestId')
  @ApiOkResponse({ standardSchema: roleRequestAnswer })
  read(@SignedIn() acting: Acting, @Param('requestId', { schema: uuid }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<RoleRequestAnswer> {
    return this.answer(acting, id, reply);
  }

  @Patch(':requestId')
  @ApiOkResponse({ standardSchema: roleRequestAnswer })
  async decide(@SignedIn() acting: Acting, @Param('requestId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: roleDecisionBody }) { decision }: z.infer<typeof roleDecisionBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<RoleRequestAnswer> {
    await this.decideRoleRequest.execute(acting, id, readVersion, decision);
    return this.answer(acting, id, reply);
  }

  private async answer(acting: Acting, id: string, reply: FastifyReply): Promise<RoleRequestAnswer> {
    const request = await this.listRoleRequests.one(acting, id);
    reply.header('etag', versionTag(request.version));
    return presentRoleRequest(request);
  }
}
