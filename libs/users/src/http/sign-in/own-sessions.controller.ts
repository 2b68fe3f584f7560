import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { idCursor, page, readCursor } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ChangePassword, EndSession, ListOwnSessions, type OwnSession, SignOutEverywhere } from '@anamnesis/users';
import { z } from 'zod';
import { ownSessionsAnswer, ownSessionsQuery, passwordChangeBody, sessionId } from './sign-in.schemas';


@ApiTags('sign-in')
@Controller()
export class OwnSessionsController {
  constructor(
    private readonly listOwnSessions: ListOwnSessions,
    private readonly endSession: EndSession,
    private readonly signOutEverywhere: SignOutEverywhere,
    private readonly changePassword: ChangePassword,
  ) {}

  @Get('/me/sessions')
  @ApiOkResponse({ standardSchema: ownSessionsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: ownSessionsQuery }) { limit, cursor }: z.infer<typeof ownSessionsQuery>): Promise<z.infer<typeof ownSessionsAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const { items, nextCursor } = page(await this.listOwnSessions.execute(acting, limit, after), limit, (session) => present(session, acting), ({ id }) => [id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Delete('/me/sessions')
  @ApiNoContentResponse()
  @HttpCode(204)
  endAll(@SignedIn() acting: Acting): Promise<void> {
    return this.signOutEverywhere.execute(acting);
  }

  @Delete('/me/sessions/:sessionId')
  @ApiNoContentResponse()
  @HttpCode(204)
  end(@SignedIn() acting: Acting, @Param('sessionId', { schema: sessionId }) id: string): Promise<void> {
    return this.endSession.execute(acting, id);
  }

  @Post('/auth/password/change')
  @ApiNoContentResponse()
  @HttpCode(204)
  change(@SignedIn() acting: Acting, @Body({ schema: passwordChangeBody }) body: z.infer<typeof passwordChangeBody>): Promise<void> {
    return this.changePassword.execute(acting, body);
  }
}

function present(session: OwnSession, acting: Acting): z.infer<typeof ownSessionsAnswer>['items'][number] {
  const { id, device, role, carrier, locked } = session;
  return {
    id, device, role, carrier, locked, current: id === acting.sessionId,
    startedAt: session.started_at.toISOString(), lastUsedAt: session.last_used_at.toISOString(), expiresAt: session.expires_at.toISOString(),
  };
}
