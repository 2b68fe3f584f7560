import { roles } from '@anamnesis/access';
import { listQuery } from '@anamnesis/http';
import { z } from 'zod';

const password = z.string().min(1).max(256);
/** Six digits of an authenticator, or a recovery code, as it is typed. */
const code = z.string().trim().min(6).max(40);
const refreshToken = z.string().min(20).max(200);

export const loginBody = z.strictObject({
  username: z.string().trim().min(1).max(200), password, code: code.optional(), role: z.enum(roles).optional(),
  /** Where the refresh token is to be: in the answer, or in a cookie that scripts can not read. */
  carrier: z.enum(['body', 'cookie']).optional(),
});
/** Without a token in it, the one in the cookie is meant. */
export const refreshBody = z.strictObject({ refreshToken: refreshToken.optional() });
export const unlockBody = z
  .strictObject({ refreshToken: refreshToken.optional(), password: password.optional(), code: code.optional() })
  .refine((given) => (given.password === undefined) !== (given.code === undefined), { message: 'Either the password or a code', path: ['password'] });
export const roleBody = z.strictObject({ role: z.enum(roles), refreshToken: refreshToken.optional() });
export const passwordChangeBody = z.strictObject({ oldPassword: password, newPassword: password });
export const enrolBody = z.strictObject({ password: password.optional() });
export const codeBody = z.strictObject({ code });
export const removeFactorBody = z.strictObject({ password, code });
export const ownSessionsQuery = z.strictObject(listQuery);
export const sessionId = z.uuid();

const tokens = z.object({
  accessToken: z.string(), refreshToken: z.string().optional().describe('Missing where it is in the cookie'), tokenType: z.literal('Bearer'), expiresIn: z.number(), role: z.string(), roles: z.array(z.string()),
});
export const tokensAnswer = tokens;
export const loginAnswer = z.union([
  tokens,
  z.object({ mfa: z.literal('code') }).describe('Send the same again with a code'),
  z.object({ mfa: z.literal('enrol'), token: z.string() }).describe('An authenticator is to be enrolled first, at POST /auth/mfa/enrol with this token'),
]);
export const enrolmentAnswer = z.object({ secret: z.string(), uri: z.string() });
export const recoveryCodesAnswer = z.object({ recoveryCodes: z.array(z.string()) });
export const confirmedAnswer = recoveryCodesAnswer.extend({ tokens: tokens.optional() });
export const ownSessionsAnswer = z.object({
  items: z.array(z.object({
    id: z.uuid(), device: z.string(), role: z.string(), carrier: z.string(), startedAt: z.string(), lastUsedAt: z.string(), expiresAt: z.string(), locked: z.boolean(), current: z.boolean(),
  })),
  nextCursor: z.string().optional(),
});
