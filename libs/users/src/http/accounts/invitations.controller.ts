import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { idCursor, page, readCursor } from '@anamnesis/http';
import { type Acting, RoleNotAllowed, SignedIn } from '@anamnesis/sign-in';
import { InvitePatient, InviteStaff, ListInvitations, WithdrawInvitation } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { invitationAnswer, invitationsAnswer, newInvitationBody, pageQuery, uuid } from './accounts.schemas';
import { presentInvitation } from './present-account';

type InvitationAnswer = z.infer<typeof invitationAnswer>;

@ApiTags('accounts')
@Controller('/invitations')
export class InvitationsController {
  constructor(
    private readonly inviteStaff: InviteStaff,
    private readonly invitePatient: InvitePatient,
    private readonly listInvitations: ListInvitations,
    private readonly withdrawInvitation: WithdrawInvitation,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: invitationsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: pageQuery }) { limit, cursor }: z.infer<typeof pageQuery>): Promise<z.infer<typeof invitationsAnswer>> {
    const [before] = cursor === undefined ? [] : readCursor(cursor, idCursor);
    const { items, nextCursor } = page(await this.listInvitations.execute(acting, limit, before), limit, presentInvitation, (row) => [row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  /** An admin invites staff, the desk and doctors invite patients. */
  @Post()
  @ApiCreatedResponse({ standardSchema: invitationAnswer })
  async invite(@SignedIn() acting: Acting, @Body({ schema: newInvitationBody }) body: z.infer<typeof newInvitationBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<InvitationAnswer> {
    const id = await this.invited(acting, body);
    reply.header('location', `/invitations/${id}`);
    return presentInvitation(await this.listInvitations.one(acting, id));
  }

  @Get(':invitationId')
  @ApiOkResponse({ standardSchema: invitationAnswer })
  async read(@SignedIn() acting: Acting, @Param('invitationId', { schema: uuid }) id: string): Promise<InvitationAnswer> {
    return presentInvitation(await this.listInvitations.one(acting, id));
  }

  @Delete(':invitationId')
  @ApiNoContentResponse()
  @HttpCode(204)
  withdraw(@SignedIn() acting: Acting, @Param('invitationId', { schema: uuid }) id: string): Promise<void> {
    return this.withdrawInvitation.execute(acting, id);
  }

  private async invited(acting: Acting, { kind, ...invited }: z.infer<typeof newInvitationBody>): Promise<string> {
    if ((kind === 'staff') !== (acting.role === 'admin')) throw new RoleNotAllowed();
    if ('patientId' in invited) return this.invitePatient.execute(acting, invited);
    return (await this.inviteStaff.execute(acting, invited as Parameters<InviteStaff['execute']>[1])).invitationId;
  }
}
