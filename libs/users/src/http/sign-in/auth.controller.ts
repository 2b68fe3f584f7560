import { Body, Controller, Get, Header, HttpCode, Inject, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { versionTag } from '@anamnesis/http';
import { type Acting, type KeyRing, SignedIn } from '@anamnesis/sign-in';
import { EndSession, ReadOwnAccount, RefreshSignIn, SignIn, SwitchRole, UnlockSession } from '@anamnesis/users';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { presentOwnAccount } from '../patients/present-patient';
import { answerTokens, forgetCookie, presentedToken, refuseForged } from './refresh-cookie';
import { ownAccountAnswer } from '../patients/schemas';
import { loginAnswer, loginBody, refreshBody, roleBody, tokensAnswer, unlockBody } from './sign-in.schemas';

export const PUBLIC_KEYS = Symbol('public keys');

type Tokens = z.infer<typeof tokensAnswer>;

@ApiTags('sign-in')
@Controller()
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly refreshSignIn: RefreshSignIn,
    private readonly unlockSession: UnlockSession,
    private readonly switchRole: SwitchRole,
    private readonly endSession: EndSession,
    private readonly readOwnAccount: ReadOwnAccount,
    @Inject(PUBLIC_KEYS) private readonly keyRing: KeyRing,
  ) {}

  @Post('/auth/login')
  @ApiOkResponse({ standardSchema: loginAnswer })
  @HttpCode(200)
  async login(@Body({ schema: loginBody }) body: z.infer<typeof loginBody>, @Ip() address: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof loginAnswer>> {
    if (body.carrier === 'cookie') refuseForged(request);
    const signedIn = await this.signIn.execute({ ...body, address, device: request.headers['user-agent'] ?? '' });
    return 'mfa' in signedIn ? signedIn : answerTokens(signedIn, reply);
  }

  @Post('/auth/refresh')
  @ApiOkResponse({ standardSchema: tokensAnswer })
  @HttpCode(200)
  async refresh(@Body({ schema: refreshBody }) { refreshToken }: z.infer<typeof refreshBody>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Tokens> {
    return answerTokens(await this.refreshSignIn.execute(presentedToken(request, refreshToken)), reply);
  }

  @Post('/auth/unlock')
  @ApiOkResponse({ standardSchema: tokensAnswer })
  @HttpCode(200)
  async unlock(@Body({ schema: unlockBody }) { refreshToken, password, code = '' }: z.infer<typeof unlockBody>, @Ip() address: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Tokens> {
    const proof = password === undefined ? { code } : { password };
    return answerTokens(await this.unlockSession.execute(presentedToken(request, refreshToken), proof, address), reply);
  }

  @Post('/auth/role')
  @ApiOkResponse({ standardSchema: tokensAnswer })
  @HttpCode(200)
  async role(@SignedIn() acting: Acting, @Body({ schema: roleBody }) { role, refreshToken }: z.infer<typeof roleBody>, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Tokens> {
    return answerTokens(await this.switchRole.execute(acting, role, presentedToken(request, refreshToken)), reply);
  }

  @Post('/auth/logout')
  @ApiNoContentResponse()
  @HttpCode(204)
  async logout(@SignedIn() acting: Acting, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.endSession.execute(acting);
    forgetCookie(request, reply);
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
  async jwks(): Promise<{ keys: readonly object[] }> {
    return { keys: (await this.keyRing.latest()).publicKeys };
  }
}

