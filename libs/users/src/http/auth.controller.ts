import { Body, Controller, Get, Header, HttpCode, Inject, Ip, Post, Headers, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { EndSession, type IssuedTokens, ReadOwnAccount, RefreshSignIn, SignIn } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentOwnAccount } from './present-patient';
import { loginBody, ownAccountAnswer, refreshBody, tokensAnswer } from './schemas';

export const PUBLIC_KEYS = Symbol('public keys');

@ApiTags('sign-in')
@Controller()
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly refreshSignIn: RefreshSignIn,
    private readonly endSession: EndSession,
    private readonly readOwnAccount: ReadOwnAccount,
    @Inject(PUBLIC_KEYS) private readonly publicKeys: readonly object[],
  ) {}

  @Post('/auth/login')
  @ApiOkResponse({ standardSchema: tokensAnswer })
  @HttpCode(200)
  login(@Body({ schema: loginBody }) body: z.infer<typeof loginBody>, @Ip() address: string, @Headers('user-agent') device = ''): Promise<IssuedTokens> {
    return this.signIn.execute({ ...body, address, device });
  }

  @Post('/auth/refresh')
  @ApiOkResponse({ standardSchema: tokensAnswer })
  @HttpCode(200)
  refresh(@Body({ schema: refreshBody }) { refreshToken }: z.infer<typeof refreshBody>, @Headers('user-agent') device = ''): Promise<IssuedTokens> {
    return this.refreshSignIn.execute(refreshToken, device);
  }

  @Post('/auth/logout')
  @ApiNoContentResponse()
  @HttpCode(204)
  logout(@SignedIn() acting: Acting): Promise<void> {
    return this.endSession.execute(acting);
  }

  @Get('/me')
  @ApiOkResponse({ standardSchema: ownAccountAnswer })
  async me(@SignedIn() acting: Acting, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof ownAccountAnswer>> {
    const account = await this.readOwnAccount.execute(acting);
    reply.header('etag', versionTag(account.version));
    return presentOwnAccount(account, acting);
  }

  @Get('/.well-known/jwks.json')
  @Header('cache-control', 'public, max-age=300')
  jwks(): { keys: readonly object[] } {
    return { keys: this.publicKeys };
  }
}
