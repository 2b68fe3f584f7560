import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { OpenEmergencyAccess, displayName } from '@anamnesis/users';
import type { z } from 'zod';
import { emergencyAnswer, emergencyBody } from './emergency.schemas';

@ApiTags('care')
@Controller('/emergency-access')
export class EmergencyController {
  constructor(private readonly openEmergencyAccess: OpenEmergencyAccess) {}

  /** The same status whether somebody was found or not. */
  @Post()
  @ApiOkResponse({ standardSchema: emergencyAnswer })
  @HttpCode(200)
  async open(@SignedIn() acting: Acting, @Body({ schema: emergencyBody }) body: z.infer<typeof emergencyBody>): Promise<z.infer<typeof emergencyAnswer>> {
    const answer = await this.openEmergencyAccess.execute(acting, body);
    const matches = answer.outcome === 'several' ? answer.matches : [];
    return {
      ...(answer.outcome === 'open' ? { opened: { id: answer.id, patientId: answer.patientId, until: answer.until.toISOString() } } : {}),
      matches: matches.map(({ mrn, names, birthDate, sex }) => ({ mrn, name: displayName(names), ...(birthDate === null ? {} : { birthDate }), sex })),
      sayMore: answer.outcome === 'many',
    };
  }
}
