import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ChangeAccount, ChangeOwnAccount, InviteStaff, ListAccounts, ReadAccount, ReadOwnAccount, TakeRole } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { accountAnswer, accountChangesBody, accountCursor, accountsAnswer, accountsQuery, newAccountBody, ownAccountChangesBody, roleParameter, takeRoleQuery, uuid } from './accounts.schemas';
import { presentAccount } from './present-account';
import { presentOwnAccount } from '../patients/present-patient';
import { ownAccountAnswer } from '../patients/schemas';

type AccountAnswer = z.infer<typeof accountAnswer>;

@ApiTags('accounts')
@Controller()
export class AccountsController {
  constructor(
    private readonly listAccounts: ListAccounts,
    private readonly readAccount: ReadAccount,
    private readonly inviteStaff: InviteStaff,
    private readonly changeAccount: ChangeAccount,
    private readonly takeRole: TakeRole,
    private readonly changeOwnAccount: ChangeOwnAccount,
    private readonly readOwnAccount: ReadOwnAccount,
  ) {}

  @Patch('/me')
  @ApiOkResponse({ standardSchema: ownAccountAnswer })
  async changeOwn(@SignedIn() acting: Acting, @ReadVersion() readVersion: number, @Body({ schema: ownAccountChangesBody }) body: z.infer<typeof ownAccountChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof ownAccountAnswer>> {
    await this.changeOwnAccount.execute(acting, readVersion, body as Parameters<ChangeOwnAccount['execute']>[2]);
    const account = await this.readOwnAccount.execute(acting);
    reply.header('etag', versionTag(account.version));
    return presentOwnAccount(account, acting);
  }

  @Get('/accounts')
  @ApiOkResponse({ standardSchema: accountsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: accountsQuery }) { limit, cursor, search }: z.infer<typeof accountsQuery>): Promise<z.infer<typeof accountsAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, accountCursor);
    const { items, nextCursor } = page(await this.listAccounts.execute(acting, { limit, after, search }), limit, presentAccount, (row) => [row.sort_key, row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  /** The account waits for its person, who gets a link by mail, and for somebody else's approval of its role. */
  @Post('/accounts')
  @ApiCreatedResponse({ standardSchema: accountAnswer })
  async create(@SignedIn() acting: Acting, @Body({ schema: newAccountBody }) body: z.infer<typeof newAccountBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<AccountAnswer> {
    const { accountId } = await this.inviteStaff.execute(acting, body as Parameters<InviteStaff['execute']>[1]);
    reply.header('location', `/accounts/${accountId}`);
    return this.answer(acting, accountId, reply);
  }

  @Get('/accounts/:accountId')
  @ApiOkResponse({ standardSchema: accountAnswer })
  read(@SignedIn() acting: Acting, @Param('accountId', { schema: uuid }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<AccountAnswer> {
    return this.answer(acting, id, reply);
  }

  @Patch('/accounts/:accountId')
  @ApiOkResponse({ standardSchema: accountAnswer })
  async change(@SignedIn() acting: Acting, @Param('accountId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: accountChangesBody }) body: z.infer<typeof accountChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<AccountAnswer> {
    await this.changeAccount.execute(acting, id, readVersion, body as Parameters<ChangeAccount['execute']>[3]);
    return this.answer(acting, id, reply);
  }

  @Delete('/accounts/:accountId/roles/:role')
  @ApiNoContentResponse()
  @HttpCode(204)
  take(@SignedIn() acting: Acting, @Param('accountId', { schema: uuid }) id: string, @Param('role', { schema: roleParameter }) role: z.infer<typeof roleParameter>, @Query({ schema: takeRoleQuery }) { organisationId }: z.infer<typeof takeRoleQuery>): Promise<void> {
    return this.takeRole.execute(acting, id, role, organisationId);
  }

  private async answer(acting: Acting, id: string, reply: FastifyReply): Promise<AccountAnswer> {
    const account = await this.readAccount.execute(acting, id);
    reply.header('etag', versionTag(account.version));
    return presentAccount(account);
  }
}
