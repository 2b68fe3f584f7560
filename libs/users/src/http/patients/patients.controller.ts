import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { page, readCursor, versionTag, writeCursor } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { CreatePatient, ListOwnPatients, ReadPatient, SearchMissing, SearchPatients } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentFoundPatient, presentOwnPatient, presentPatient } from './present-patient';
import { newPatientBody, patientAnswer, patientId } from './schemas';
import { ownPatientsCursor, patientsAnswer, patientsQuery, searchCursor } from './search.schemas';

type PatientsQuery = z.infer<typeof patientsQuery>;
type PatientsAnswer = z.infer<typeof patientsAnswer>;

@ApiTags('patients')
@Controller()
export class PatientsController {
  constructor(
    private readonly createPatient: CreatePatient,
    private readonly readPatient: ReadPatient,
    private readonly listOwnPatients: ListOwnPatients,
    private readonly searchPatients: SearchPatients,
  ) {}

  /** A doctor's own list, and a search in it; for desk and admin a search in their organisation. */
  @Get('/patients')
  @ApiOkResponse({ standardSchema: patientsAnswer })
  list(@SignedIn() acting: Acting, @Query({ schema: patientsQuery }) query: PatientsQuery): Promise<PatientsAnswer> {
    return acting.role === 'doctor' ? this.listOwn(acting, query) : this.search(acting, query);
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

  private async listOwn(acting: Acting, { limit, cursor, search, mrn, birthDate }: PatientsQuery): Promise<PatientsAnswer> {
    const after = cursor === undefined ? undefined : readCursor(cursor, ownPatientsCursor);
    const { items, nextCursor } = page(await this.listOwnPatients.execute(acting, { limit, after, search, mrn, birthDate }), limit, presentOwnPatient, (row) => [row.phase, row.sort_key, row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  private async search(acting: Acting, { limit, cursor, ...fields }: PatientsQuery): Promise<PatientsAnswer> {
    if (fields.search === undefined && fields.mrn === undefined && fields.birthDate === undefined) throw new SearchMissing();
    const after = cursor === undefined ? undefined : readCursor(cursor, searchCursor);
    const { patients, next } = await this.searchPatients.execute(acting, { limit, after, ...fields });
    return { items: patients.map(presentFoundPatient), ...(next === undefined ? {} : { nextCursor: writeCursor(next) }) };
  }
}
