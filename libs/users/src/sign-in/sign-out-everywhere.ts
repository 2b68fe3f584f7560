import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { EndSessionsOfAccount } from './end-sessions-of-account';

@Injectable()
export class SignOutEverywhere {
  constructor(
    private readonly database: Database,
    private readonly endSessions: EndSessionsOfAccount,
    private readonly accessLog: AccessLog,
  ) {}

  /** Ends all sessions of the account, this one too. */
  async execute(acting: Acting): Promise<void> {
    await this.database.inTransaction((transaction) => this.endSessions.execute(transaction, acting.accountId, 'signed out everywhere'));
    await this.accessLog.record({ acting, action: 'sign-out', thing: 'Session', detail: { everywhere: true } });
  }
}
