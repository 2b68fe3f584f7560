import { Body, Controller, Param, Patch, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ChangePatient, type PatientChanges, ReadPatient } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { patientChangesBody } from './patient-changes.schemas';
import { presentPatient } from './present-patient';
import { patientAnswer, patientId } from './schemas';

@ApiTags('patients')
@Controller()
export class PatientChangesController {
  constructor(
    private readonly changePatient: ChangePatient,
    private readonly readPatient: ReadPatient,
  ) {}

  @Patch('/patients/:patientId')
  @ApiOkResponse({ standardSchema: patientAnswer })
  async change(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) id: string, @ReadVersion() readVersion: number, @Body({ schema: patientChangesBody }) body: z.infer<typeof patientChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof patientAnswer>> {
    await this.changePatient.execute(acting, id, readVersion, body as PatientChanges);
    const patient = await this.readPatient.execute(acting, id);
    reply.header('etag', versionTag(patient.version));
    return presentPatient(patient);
  }
}
