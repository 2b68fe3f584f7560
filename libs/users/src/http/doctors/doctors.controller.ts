import { Body, Controller, Get, Param, Patch, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ChangeDoctor, type DoctorChanges, ListDoctors, ReadDoctor } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { doctorAnswer, doctorChangesBody, doctorId, doctorsAnswer, doctorsCursor, doctorsQuery } from './doctor.schemas';
import { presentDoctor, presentListedDoctor } from './present-doctor';

type DoctorAnswer = z.infer<typeof doctorAnswer>;

@ApiTags('doctors')
@Controller('/doctors')
export class DoctorsController {
  constructor(
    private readonly listDoctors: ListDoctors,
    private readonly readDoctor: ReadDoctor,
    private readonly changeDoctor: ChangeDoctor,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: doctorsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: doctorsQuery }) { limit, cursor, specialty, search }: z.infer<typeof doctorsQuery>): Promise<z.infer<typeof doctorsAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, doctorsCursor);
    const { items, nextCursor } = page(await this.listDoctors.execute(acting, { limit, after, specialty, search }), limit, presentListedDoctor, (row) => [row.sort_key, row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Get(':doctorId')
  @ApiOkResponse({ standardSchema: doctorAnswer })
  read(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<DoctorAnswer> {
    return this.answer(acting, id, reply);
  }

  @Patch(':doctorId')
  @ApiOkResponse({ standardSchema: doctorAnswer })
  async change(@SignedIn() acting: Acting, @Param('doctorId', { schema: doctorId }) id: string, @ReadVersion() readVersion: number, @Body({ schema: doctorChangesBody }) body: z.infer<typeof doctorChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<DoctorAnswer> {
    await this.changeDoctor.execute(acting, id, readVersion, body as DoctorChanges);
    return this.answer(acting, id, reply);
  }

  private async answer(acting: Acting, id: string, reply: FastifyReply): Promise<DoctorAnswer> {
    const read = await this.readDoctor.execute(acting, id);
    reply.header('etag', versionTag(read.doctor.version));
    return presentDoctor(read);
  }
}
