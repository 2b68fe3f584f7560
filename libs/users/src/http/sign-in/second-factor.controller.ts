import { Body, Controller, Delete, HttpCode, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ConfirmSecondFactor, EnrolSecondFactor, RemoveSecondFactor, RenewRecoveryCodes } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { answerTokens } from './refresh-cookie';
import { codeBody, confirmedAnswer, enrolBody, enrolmentAnswer, recoveryCodesAnswer, removeFactorBody } from './sign-in.schemas';

@ApiTags('sign-in')
@Controller('/auth/mfa')
export class SecondFactorController {
  constructor(
    private readonly enrolSecondFactor: EnrolSecondFactor,
    private readonly confirmSecondFactor: ConfirmSecondFactor,
    private readonly renewRecoveryCodes: RenewRecoveryCodes,
    private readonly removeSecondFactor: RemoveSecondFactor,
  ) {}

  @Post('/enrol')
  @ApiOkResponse({ standardSchema: enrolmentAnswer })
  @HttpCode(200)
  async enrol(@SignedIn() acting: Acting, @Body({ schema: enrolBody }) { password }: z.infer<typeof enrolBody>): Promise<z.infer<typeof enrolmentAnswer>> {
    const { secret, uri } = await this.enrolSecondFactor.execute(acting, password);
    return { secret, uri };
  }

  @Post('/confirm')
  @ApiOkResponse({ standardSchema: confirmedAnswer })
  @HttpCode(200)
  async confirm(@SignedIn() acting: Acting, @Body({ schema: codeBody }) { code }: z.infer<typeof codeBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof confirmedAnswer>> {
    const { recoveryCodes, tokens } = await this.confirmSecondFactor.execute(acting, code);
    return { recoveryCodes: [...recoveryCodes], ...(tokens ? { tokens: answerTokens(tokens, reply) } : {}) };
  }

  @Post('/recovery-codes')
  @ApiOkResponse({ standardSchema: recoveryCodesAnswer })
  @HttpCode(200)
  async renew(@SignedIn() acting: Acting, @Body({ schema: codeBody }) { code }: z.infer<typeof codeBody>): Promise<z.infer<typeof recoveryCodesAnswer>> {
    return { recoveryCodes: await this.renewRecoveryCodes.execute(acting, code) };
  }

  @Delete()
  @ApiNoContentResponse()
  @HttpCode(204)
  remove(@SignedIn() acting: Acting, @Body({ schema: removeFactorBody }) { password, code }: z.infer<typeof removeFactorBody>): Promise<void> {
    return this.removeSecondFactor.execute(acting, password, code);
  }
}
