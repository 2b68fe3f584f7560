import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { type Acting, type RequestOrigin, SignedIn } from '@anamnesis/sign-in';
import { AskForEmailChange, Confirm, ConfirmEmailChange, ForgotPassword, Register, ResetPassword } from '@anamnesis/users';
import type { z } from 'zod';
import { AskedFrom } from './asked-from.decorator';
import { confirmBody, confirmedAnswer, emailConfirmBody, forgotBody, mailedAnswer, newEmailBody, registerBody, resetBody } from './registration.schemas';

const mailed: z.infer<typeof mailedAnswer> = { message: 'If this address can be used, a mail that says how to go on is under way to it.' };
type From = RequestOrigin & { readonly address: string };

@ApiTags('registration')
@Controller()
export class RegistrationController {
  constructor(
    private readonly registerByMail: Register,
    private readonly confirmLink: Confirm,
    private readonly forgotPassword: ForgotPassword,
    private readonly resetPassword: ResetPassword,
    private readonly askForEmailChange: AskForEmailChange,
    private readonly confirmEmailChange: ConfirmEmailChange,
  ) {}

  @Post('/auth/register')
  @ApiAcceptedResponse({ standardSchema: mailedAnswer })
  @HttpCode(202)
  async register(@Body({ schema: registerBody }) body: z.infer<typeof registerBody>, @AskedFrom() { address }: From): Promise<z.infer<typeof mailedAnswer>> {
    await this.registerByMail.execute(body as Parameters<Register['execute']>[0], address);
    return mailed;
  }

  @Post('/auth/confirm')
  @ApiCreatedResponse({ standardSchema: confirmedAnswer })
  async confirm(@Body({ schema: confirmBody }) body: z.infer<typeof confirmBody>, @AskedFrom() from: From): Promise<z.infer<typeof confirmedAnswer>> {
    return { username: await this.confirmLink.execute(body as Parameters<Confirm['execute']>[0], from) };
  }

  @Post('/auth/password/forgot')
  @ApiAcceptedResponse({ standardSchema: mailedAnswer })
  @HttpCode(202)
  async forgot(@Body({ schema: forgotBody }) { email }: z.infer<typeof forgotBody>, @AskedFrom() { address }: From): Promise<z.infer<typeof mailedAnswer>> {
    await this.forgotPassword.execute(email, address);
    return mailed;
  }

  @Post('/auth/password/reset')
  @ApiNoContentResponse()
  @HttpCode(204)
  reset(@Body({ schema: resetBody }) { token, password }: z.infer<typeof resetBody>, @AskedFrom() from: From): Promise<void> {
    return this.resetPassword.execute(token, password, from);
  }

  @Post('/me/email')
  @ApiAcceptedResponse({ standardSchema: mailedAnswer })
  @HttpCode(202)
  async askForEmail(@SignedIn() acting: Acting, @Body({ schema: newEmailBody }) { email, password }: z.infer<typeof newEmailBody>): Promise<z.infer<typeof mailedAnswer>> {
    await this.askForEmailChange.execute(acting, email, password);
    return mailed;
  }

  @Post('/auth/email/confirm')
  @ApiNoContentResponse()
  @HttpCode(204)
  confirmEmail(@Body({ schema: emailConfirmBody }) { token }: z.infer<typeof emailConfirmBody>, @AskedFrom() from: From): Promise<void> {
    return this.confirmEmailChange.execute(token, from);
  }
}
