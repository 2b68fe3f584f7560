import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { idCursor, page, readCursor } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ListAnnouncements, SeeAnnouncement } from '@anamnesis/users';
import { z } from 'zod';
import { announcementAnswer, announcementsAnswer, announcementsQuery, seenBody } from './announcement.schemas';
import { presentAnnouncement } from './present-announcement';

const uuid = z.uuid();

@ApiTags('announcements')
@Controller('/me/announcements')
export class AnnouncementsController {
  constructor(
    private readonly listAnnouncements: ListAnnouncements,
    private readonly seeAnnouncement: SeeAnnouncement,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: announcementsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: announcementsQuery }) { limit, cursor, unseen }: z.infer<typeof announcementsQuery>): Promise<z.infer<typeof announcementsAnswer>> {
    const before = cursor === undefined ? undefined : readCursor(cursor, idCursor)[0];
    const { items, nextCursor } = page(await this.listAnnouncements.execute(acting, { limit, before, unseen }), limit, presentAnnouncement, ({ id }) => [id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Patch(':announcementId')
  @ApiOkResponse({ standardSchema: announcementAnswer })
  async see(@SignedIn() acting: Acting, @Param('announcementId', { schema: uuid }) id: string, @Body({ schema: seenBody }) _: z.infer<typeof seenBody>): Promise<z.infer<typeof announcementAnswer>> {
    return presentAnnouncement(await this.seeAnnouncement.execute(acting, id));
  }
}
