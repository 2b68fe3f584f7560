import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { idCursor, page, readCursor } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { DecideRegistration, ListRegistrations } from '@anamnesis/users';
import type { z } from 'zod';
import { pageQuery, registrationsAnswer, tieBody, uuid, verifyBody } from './accounts.schemas';
import { presentRegistration } from './present-account';

@ApiTags('registration')
@Controller('/registrations')
export class RegistrationsController {
  constructor(
    private readonly listRegistrations: ListRegistrations,
    private readonly decideRegistration: DecideRegistration,
  ) {}

  /** Those who registered themselves and whom nobody has tied to a record yet. */
  @Get()
  @ApiOkResponse({ standardSchema: registrationsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: pageQuery }) { limit, cursor }: z.infer<typeof pageQuery>): Promise<z.infer<typeof registrationsAnswer>> {
    const [after] = cursor === undefined ? [] : readCursor(cursor, idCursor);
    const { items, nextCursor } = page(await this.listRegistrations.execute(acting, limit, after), limit, presentRegistration, (row) => [row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post(':registrationId/tie')
  @ApiNoContentResponse()
  @HttpCode(204)
  tie(@SignedIn() acting: Acting, @Param('registrationId', { schema: uuid }) id: string, @Body({ schema: tieBody }) { patientId, reason }: z.infer<typeof tieBody>): Promise<void> {
    return this.decideRegistration.execute(acting, id, patientId, reason);
  }

  @Post(':registrationId/verify')
  @ApiNoContentResponse()
  @HttpCode(204)
  verify(@SignedIn() acting: Acting, @Param('registrationId', { schema: uuid }) id: string, @Body({ schema: verifyBody }) { reason }: z.infer<typeof verifyBody>): Promise<void> {
    return this.decideRegistration.execute(acting, id, undefined, reason);
  }
}
