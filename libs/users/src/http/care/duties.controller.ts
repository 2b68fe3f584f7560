import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, idCursor, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { type CoverRow, HandOver, ListCovers, MakeCover, PlaceNurse, PreviewHandOver, ShortenCover, displayName } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { idList, uuid } from './care-relation.schemas';
import { coverAnswer, coversAnswer, handOverBody, handOverPreviewAnswer, handOverQuery, handedOverAnswer, newCoverBody, nursePlacesBody, shortenCoverBody } from './duty.schemas';
import { presentCover } from './present-cover';

@ApiTags('duties')
@Controller()
export class DutiesController {
  constructor(
    private readonly listCovers: ListCovers,
    private readonly makeCover: MakeCover,
    private readonly shortenCover: ShortenCover,
    private readonly previewHandOver: PreviewHandOver,
    private readonly handOver: HandOver,
    private readonly placeNurse: PlaceNurse,
  ) {}

  @Get('/doctors/:doctorId/covers')
  @ApiOkResponse({ standardSchema: coversAnswer })
  async covers(@SignedIn() acting: Acting, @Param('doctorId', { schema: uuid }) doctorId: string, @Query({ schema: idList }) { limit, cursor }: z.infer<typeof idList>): Promise<z.infer<typeof coversAnswer>> {
    const before = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const { items, nextCursor } = page(await this.listCovers.execute(acting, doctorId, { limit, before }), limit, presentCover, ({ id }) => [id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post('/doctors/:doctorId/covers')
  @ApiCreatedResponse({ standardSchema: coverAnswer })
  async cover(@SignedIn() acting: Acting, @Param('doctorId', { schema: uuid }) doctorId: string, @Body({ schema: newCoverBody }) body: z.infer<typeof newCoverBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof coverAnswer>> {
    const cover = await this.makeCover.execute(acting, doctorId, body);
    reply.header('location', `/doctors/${doctorId}/covers/${cover.id}`);
    return tagged(cover, reply);
  }

  @Patch('/doctors/:doctorId/covers/:coverId')
  @ApiOkResponse({ standardSchema: coverAnswer })
  async shorten(@SignedIn() acting: Acting, @Param('doctorId', { schema: uuid }) doctorId: string, @Param('coverId', { schema: uuid }) coverId: string, @ReadVersion() readVersion: number, @Body({ schema: shortenCoverBody }) { endsAt }: z.infer<typeof shortenCoverBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof coverAnswer>> {
    return tagged(await this.shortenCover.execute(acting, doctorId, coverId, readVersion, endsAt), reply);
  }

  @Get('/doctors/:doctorId/hand-over')
  @ApiOkResponse({ standardSchema: handOverPreviewAnswer })
  async preview(@SignedIn() acting: Acting, @Param('doctorId', { schema: uuid }) doctorId: string, @Query({ schema: handOverQuery }) { limit, cursor, to }: z.infer<typeof handOverQuery>): Promise<z.infer<typeof handOverPreviewAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const preview = await this.previewHandOver.execute(acting, doctorId, to, { limit, after });
    const { items, nextCursor } = page(preview.page, limit, ({ id, mrn, names, care }) => ({ id, mrn, name: displayName(names), care: [...care] }), ({ id }) => [id]);
    const counts = { patients: preview.patients, appointments: preview.appointments, openVisits: preview.openVisits, calendarClashes: preview.clashes };
    return { counts, items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post('/doctors/:doctorId/hand-over')
  @ApiOkResponse({ standardSchema: handedOverAnswer })
  @HttpCode(200)
  async handOverTo(@SignedIn() acting: Acting, @Param('doctorId', { schema: uuid }) doctorId: string, @Body({ schema: handOverBody }) { to, patients, leaving, reason }: z.infer<typeof handOverBody>): Promise<z.infer<typeof handedOverAnswer>> {
    const done = await this.handOver.execute(acting, doctorId, { to, patients, leaving, reason });
    return { patients: done.patients, handedOverBefore: done.before, appointments: done.appointments };
  }

  @Put('/nurses/:nurseId/locations')
  @ApiNoContentResponse()
  @HttpCode(204)
  place(@SignedIn() acting: Acting, @Param('nurseId', { schema: uuid }) accountId: string, @Body({ schema: nursePlacesBody }) { locationIds }: z.infer<typeof nursePlacesBody>): Promise<void> {
    return this.placeNurse.execute(acting, accountId, locationIds);
  }
}

function tagged(cover: CoverRow, reply: FastifyReply): z.infer<typeof coverAnswer> {
  reply.header('etag', versionTag(cover.version));
  return presentCover(cover);
}
