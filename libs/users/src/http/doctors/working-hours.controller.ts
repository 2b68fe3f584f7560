import { Body, Controller, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { AddAbsence, ChangeAbsence, ListAbsences, ReadWorkingHours, ReplaceWorkingHours } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { absenceAnswer, absenceChangesBody, absencesAnswer, absencesQuery, doctorId, newAbsenceBody, workingHoursAnswer, workingHoursBody } from './doctor.schemas';
import { presentAbsence } from './present-doctor';

type AbsenceAnswer = z.infer<typeof absenceAnswer>;
type HoursAnswer = z.infer<typeof workingHoursAnswer>;

@ApiTags('doctors')
@Controller('/doctors/:doctorId')
export class WorkingHoursController {
  constructor(
    private readonly readWorkingHours: ReadWorkingHours,
    private readonly replaceWorkingHours: ReplaceWorkingHours,
    private readonly listAbsences: ListAbsences,
    private readonly addAbsence: AddAbsence,
    private readonly changeAbsence: ChangeAbsence,
  ) {}

  @Get('working-hours')
  @ApiOkResponse({ standardSchema: workingHoursAnswer })
  hours(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<HoursAnswer> {
    return this.answer(acting, id, reply);
  }

  /** The whole list of what holds now or will; ETag and If-Match are the doctor's. */
  @Put('working-hours')
  @ApiOkResponse({ standardSchema: workingHoursAnswer })
  async replace(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @ReadVersion() readVersion: number, @Body({ schema: workingHoursBody }) { hours }: z.infer<typeof workingHoursBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<HoursAnswer> {
    await this.replaceWorkingHours.execute(acting, id, readVersion, hours);
    return this.answer(acting, id, reply);
  }

  @Get('absences')
  @ApiOkResponse({ standardSchema: absencesAnswer })
  async absences(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @Query({ schema: absencesQuery }) { from }: z.infer<typeof absencesQuery>): Promise<z.infer<typeof absencesAnswer>> {
    return { items: (await this.listAbsences.execute(acting, id, from === undefined ? new Date() : new Date(from))).map(presentAbsence) };
  }

  @Post('absences')
  @ApiCreatedResponse({ standardSchema: absenceAnswer })
  async add(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @Body({ schema: newAbsenceBody }) { startsAt, endsAt, kind }: z.infer<typeof newAbsenceBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<AbsenceAnswer> {
    const absence = await this.addAbsence.execute(acting, id, { startsAt: new Date(startsAt), endsAt: new Date(endsAt), kind });
    reply.header('location', `/doctors/${id}/absences/${absence.id}`).header('etag', versionTag(absence.version));
    return presentAbsence(absence);
  }

  @Patch('absences/:absenceId')
  @ApiOkResponse({ standardSchema: absenceAnswer })
  async change(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @Param('absenceId', { schema: doctorId }) absenceId: string, @ReadVersion() readVersion: number, @Body({ schema: absenceChangesBody }) { startsAt, endsAt, ...rest }: z.infer<typeof absenceChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<AbsenceAnswer> {
    const absence = await this.changeAbsence.execute(acting, id, absenceId, readVersion, {
      ...rest, ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt) }), ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }),
    });
    reply.header('etag', versionTag(absence.version));
    return presentAbsence(absence);
  }

  private async answer(acting: Acting, id: string, reply: FastifyReply): Promise<HoursAnswer> {
    const { hours, version } = await this.readWorkingHours.execute(acting, id);
    reply.header('etag', versionTag(version));
    return { hours: hours.map(({ locationId, weekday, opens, closes, validFrom, validTo }) => ({ locationId, weekday, opens, closes, validFrom, ...(validTo === undefined ? {} : { validTo }) })) };
  }
}
