import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { IsNull } from 'typeorm';
import { Session } from './session.entity';

@Injectable()
export class EndSession {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Ends the session that the access token belongs to: its refresh tokens are worth nothing from now on, its access tokens nothing a second later. */
  async execute(acting: Acting): Promise<void> {
    if (acting.sessionId === undefined) return;
    const { sessionId } = acting;
    await this.database.inTransaction((transaction) =>
      transaction.update(Session, { id: sessionId, accountId: acting.accountId, revokedAt: IsNull() }, { revokedAt: new Date(), revokedBecause: 'signed out' }),
    );
    await this.accessLog.record({ acting, action: 'sign-out', thing: 'Session', thingId: sessionId });
  }
}
