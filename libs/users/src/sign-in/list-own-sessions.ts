import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInRules } from './sign-in-rules';

export interface OwnSession {
  readonly id: string;
  readonly device: string;
  readonly role: string;
  readonly carrier: string;
  readonly started_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
  /** Silent for longer than its role may be. */
  readonly locked: boolean;
}

/** Ids are made in the order of time. What has no refresh token is somebody who has not enrolled yet. */
const listSessions = {
  name: 'users.own-sessions',
  text: `SELECT s.id, s.device, s.role, s.carrier, s.started_at, s.last_used_at, s.expires_at FROM session s
    WHERE s.account_id = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND EXISTS (SELECT FROM refresh_token t WHERE t.session_id = s.id)
      AND ($3::uuid IS NULL OR s.id < $3)
    ORDER BY s.id DESC LIMIT $2`,
};

@Injectable()
export class ListOwnSessions {
  constructor(
    private readonly database: Database,
    private readonly rules: SignInRules,
  ) {}

  /** Where the account is signed in, newest first; one more than the limit where there are more. @param after the id of the last one shown */
  async execute(acting: Acting, limit: number, after?: string): Promise<OwnSession[]> {
    const sessions = await this.database.query<Omit<OwnSession, 'locked'>>(listSessions, [acting.accountId, limit + 1, after ?? null]);
    return sessions.map((session) => ({ ...session, locked: Date.now() - session.last_used_at.getTime() > this.rules.idleSeconds(session.role) * 1000 }));
  }
}
