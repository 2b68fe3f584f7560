import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { GiveConsent, ReadParticipation, WithdrawConsent } from '@anamnesis/research';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import type { z } from 'zod';
import { presentParticipation } from './present-participation';
import { consentBody, participationAnswer, uuid } from './schemas';

@ApiTags('studies')
@Controller('/patients/:patientId/participations/:studyId')
export class ParticipationsController {
  constructor(
    private readonly giveConsent: GiveConsent,
    private readonly withdrawConsent: WithdrawConsent,
    private readonly readParticipation: ReadParticipation,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: participationAnswer })
  async read(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('studyId', { schema: uuid }) studyId: string): Promise<z.infer<typeof participationAnswer>> {
    return presentParticipation(await this.readParticipation.execute(acting, patientId, studyId));
  }

  @Put()
  @ApiOkResponse({ standardSchema: participationAnswer })
  async consent(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('studyId', { schema: uuid }) studyId: string, @Body({ schema: consentBody }) body: z.infer<typeof consentBody>): Promise<z.infer<typeof participationAnswer>> {
    return presentParticipation(await this.giveConsent.execute(acting, patientId, studyId, body));
  }

  @Delete()
  @ApiNoContentResponse()
  @HttpCode(204)
  withdraw(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('studyId', { schema: uuid }) studyId: string): Promise<void> {
    return this.withdrawConsent.execute(acting, patientId, studyId);
  }
}
