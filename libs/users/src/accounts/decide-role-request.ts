import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import { QueueMail } from '../mail/queue-mail';
import { RoleRequestChanged, RoleRequestDecided, RoleRequestUnknown, SameHands } from './account-rules.errors';

export type RoleDecision = 'approved' | 'refused' | 'withdrawn';

const decide = { name: 'users.decide-role-request', text: 'SELECT outcome, account FROM app.decide_role_request($1::jsonb, $2, $3, $4)' };
const readAccount = { name: 'users.mail-of-account', text: "SELECT email, language FROM account WHERE id = $1 AND status = 'active' AND email IS NOT NULL" };
const refusals: Readonly<Record<string, () => Error>> = {
  'not-signed-in': () => new SignInEnded(), stale: () => new RoleRequestChanged(), ended: () => new RoleRequestDecided(), 'same-hands': () => new SameHands(),
};

@Injectable()
export class DecideRoleRequest {
  constructor(
    private readonly database: Database,
    private readonly queueMail: QueueMail,
  ) {}

  /**
   * Approving gives the role, and to a doctor their row; only whoever asked takes back, and they do nothing else. Two decisions at once: the second
   * is told that it came late.
   * @throws RoleRequestUnknown, RoleRequestChanged, RoleRequestDecided, SameHands, SignInEnded
   */
  async execute(acting: Acting, requestId: string, readVersion: number, decision: RoleDecision): Promise<void> {
    await this.database.inTransaction(async (transaction) => {
      const [decided] = await this.database.queryInTransaction<{ outcome: string; account: string }>(decide, [JSON.stringify(acting), requestId, readVersion, decision]);
      if (decided?.outcome !== 'decided') throw refusals[decided?.outcome ?? '']?.() ?? new RoleRequestUnknown();
      if (decision !== 'approved') return;
      const [account] = await this.database.queryInTransaction<{ email: string; language: string }>(readAccount, [decided.account]);
      if (account) await this.queueMail.execute(transaction, { kind: 'role-approved', to: account.email, language: account.language });
    });
  }
}
