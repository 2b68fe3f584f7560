import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SessionUnknown } from './sign-in.errors';

const endSession = {
  name: 'users.end-session',
  text: `UPDATE session SET revoked_at = clock_timestamp(), revoked_because = 'signed out' WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL RETURNING id`,
};

@Injectable()
export class EndSession {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /**
   * Ends a session of the account, the one that the access token belongs to where none is named: its refresh tokens are worth nothing from
   * now on, its access tokens nothing a second later. @throws SessionUnknown where one is named that is not there
   */
  async execute(acting: Acting, named?: string): Promise<void> {
    const sessionId = named ?? acting.sessionId;
    if (sessionId === undefined) return;
    const [ended] = await this.database.query(endSession, [sessionId, acting.accountId]);
    if (!ended && named !== undefined) throw new SessionUnknown();
    await this.accessLog.record({ acting, action: 'sign-out', thing: 'Session', thingId: sessionId });
  }
}
