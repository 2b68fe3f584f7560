import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { CreatePatient, ListOwnPatients, ReadPatient } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { presentOwnPatient, presentPatient } from './present-patient';
import { newPatientBody, ownPatientsAnswer, ownPatientsQuery, patientAnswer, patientId } from './schemas';

const cursorKey = z.tuple([z.string(), z.uuid()]);

@ApiTags('patients')
@Controller()
export class PatientsController {
  constructor(
    private readonly createPatient: CreatePatient,
    private readonly readPatient: ReadPatient,
    private readonly listOwnPatients: ListOwnPatients,
  ) {}

  @Get('/patients')
  @ApiOkResponse({ standardSchema: ownPatientsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: ownPatientsQuery }) { limit, cursor, search }: z.infer<typeof ownPatientsQuery>): Promise<z.infer<typeof ownPatientsAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, cursorKey);
    const { items, nextCursor } = page(await this.listOwnPatients.execute(acting, { limit, after, search }), limit, presentOwnPatient, (row) => [row.sort_key, row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post('/patients')
  @ApiCreatedResponse({ standardSchema: patientAnswer })
  async create(@SignedIn() acting: Acting, @Body({ schema: newPatientBody }) body: z.infer<typeof newPatientBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof patientAnswer>> {
    const id = await this.createPatient.execute(acting, body as Parameters<CreatePatient['execute']>[1]);
    const patient = await this.readPatient.execute(acting, id);
    reply.header('location', `/patients/${id}`).header('etag', versionTag(patient.version));
    return presentPatient(patient);
  }

  @Get('/patients/:patientId')
  @ApiOkResponse({ standardSchema: patientAnswer })
  async read(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof patientAnswer>> {
    const patient = await this.readPatient.execute(acting, id);
    reply.header('etag', versionTag(patient.version));
    return presentPatient(patient);
  }
}
