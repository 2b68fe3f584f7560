import { DomainError } from '@anamnesis/errors';
import { RequestInvalid } from '@anamnesis/http';
import type { IssuedTokens, PresentedToken } from '@anamnesis/users';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { tokensAnswer } from './sign-in.schemas';

/** __Host-: a browser takes it over TLS only, for this host alone, and from nobody else (RFC 6265bis). */
const cookieName = '__Host-refresh';
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;
const cookieSeconds = 30 * 86_400;

/** Scripts of other origins can not send it without asking first, which nothing here permits. */
const scriptHeader = 'x-requested-with';

class RequestForged extends DomainError {
  readonly code = 'sign-in.cross-site';
  readonly kind = 'forbidden';

  constructor() {
    super(`Where the refresh token is kept in a cookie, requests come from the page's own origin, and have a header ${scriptHeader}.`);
  }
}

/** What the client gets: the refresh token in the answer or in the cookie, never in both. */
export function answerTokens({ accessToken, refreshToken, tokenType, expiresIn, role, roles, carrier }: IssuedTokens, reply: FastifyReply): z.infer<typeof tokensAnswer> {
  const answer = { accessToken, tokenType, expiresIn, role, roles: [...roles] };
  if (carrier === 'body') return { ...answer, refreshToken };
  reply.header('set-cookie', stringifySetCookie({ name: cookieName, value: refreshToken, maxAge: cookieSeconds, ...attributes }));
  return answer;
}

/** Takes the cookie away, where there is one. */
export function forgetCookie(request: FastifyRequest, reply: FastifyReply): void {
  if (cookieOf(request) !== undefined) reply.header('set-cookie', stringifySetCookie({ name: cookieName, value: '', maxAge: 0, ...attributes }));
}

/** The refresh token in the body, else in the cookie. @throws RequestForged, RequestInvalid where there is none, or one in both */
export function presentedToken(request: FastifyRequest, inBody: string | undefined): PresentedToken {
  const device = request.headers['user-agent'] ?? '';
  const inCookie = cookieOf(request);
  if (inBody !== undefined && inCookie !== undefined) throw new RequestInvalid([{ message: 'A refresh token comes in the body or in the cookie, not in both.', code: 'twice', path: ['refreshToken'] }]);
  if (inBody !== undefined) return { refreshToken: inBody, carrier: 'body', device };
  if (inCookie === undefined) throw new RequestInvalid([{ message: 'A refresh token is needed, here or in the cookie.', code: 'missing', path: ['refreshToken'] }]);
  refuseForged(request);
  return { refreshToken: inCookie, carrier: 'cookie', device };
}

/** A page of another site could otherwise make a browser sign in, or go on, with its own hands. SameSite says the same; not every browser that is in use heeds it. @throws RequestForged */
export function refuseForged(request: FastifyRequest): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const foreign = (site !== undefined && site !== 'same-origin') || (origin !== undefined && hostOf(origin) !== request.host);
  if (foreign || request.headers[scriptHeader] === undefined) throw new RequestForged();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function cookieOf(request: FastifyRequest): string | undefined {
  const token = parseCookie(request.headers.cookie ?? '')[cookieName];
  return token === undefined || token === '' || token.length > 200 ? undefined : token;
}
