import { Injectable } from '@nestjs/common';
import { enrolling } from '@anamnesis/access';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { actOnAccount } from '../accounts/act-on-account';
import { EndSessionsOfAccount } from './end-sessions-of-account';
import { renewRecoveryCodes } from './recovery-codes';
import { SecondFactors } from './second-factors';
import type { Carrier } from './session.entity';
import { CodeNotRight, NoSecondFactor, SessionEnded } from './sign-in.errors';
import { StartSession, type StartedSession } from './start-session';
import { type IssuedTokens, Tokens } from './tokens';

export interface ConfirmedSecondFactor {
  /** Shown this once. */
  readonly recoveryCodes: readonly string[];
  /** Of somebody who had to enrol in order to sign in: they are in. */
  readonly tokens?: IssuedTokens;
}

const confirm = 'UPDATE second_factor SET confirmed_at = now() WHERE account_id = $1 AND confirmed_at IS NULL RETURNING account_id';
const findSession = 'SELECT role, carrier, device FROM session WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL AND expires_at > now()';

@Injectable()
export class ConfirmSecondFactor {
  constructor(
    private readonly database: Database,
    private readonly secondFactors: SecondFactors,
    private readonly startSession: StartSession,
    private readonly endSessions: EndSessionsOfAccount,
    private readonly tokens: Tokens,
    private readonly accessLog: AccessLog,
  ) {}

  /** Makes the enrolled authenticator the second factor; from now on signing in asks for it, and other sessions begin anew. @throws CodeNotRight, NoSecondFactor, SignInLocked */
  async execute(acting: Acting, code: string): Promise<ConfirmedSecondFactor> {
    if (!(await this.secondFactors.useFirst(acting, code))) throw new CodeNotRight();
    const { recoveryCodes, started } = await this.database.inTransaction(async (transaction) => {
      await actOnAccount(transaction, acting);
      const [confirmed] = await transaction.query<[object[], number]>(confirm, [acting.accountId]);
      if (confirmed.length === 0) throw new NoSecondFactor();
      const codes = await renewRecoveryCodes(transaction, acting.accountId);
      const next = acting.role === enrolling ? await this.signInAtLast(transaction, acting) : undefined;
      const goesOn = next?.session.id ?? acting.sessionId;
      await this.endSessions.execute(transaction, acting.accountId, 'a second factor was enrolled', goesOn === undefined ? {} : { except: goesOn });
      return { recoveryCodes: codes, started: next };
    });
    if (!started) return { recoveryCodes };
    const { session, roles, refreshToken } = started;
    await this.accessLog.record({ acting: { ...acting, role: session.role }, action: 'sign-in', thing: 'Session', thingId: session.id });
    return { recoveryCodes, tokens: await this.tokens.issue(session, roles, refreshToken) };
  }

  /** In the role and in the way that was asked for with the password. */
  private async signInAtLast(transaction: EntityManager, { accountId, sessionId }: Acting): Promise<StartedSession> {
    const [asked] = await transaction.query<{ role: string; carrier: Carrier; device: string }[]>(findSession, [sessionId, accountId]);
    const started = asked && (await this.startSession.execute(transaction, { accountId, ...asked }));
    if (!started) throw new SessionEnded();
    return started;
  }
}
