import { Injectable } from '@nestjs/common';
import type { Role } from '@anamnesis/access';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import { AccountUnknown, NotForOneself, RoleHeld } from './account-rules.errors';

export type StaffRole = Exclude<Role, 'patient'>;

/** Of a doctor, for the row that they get with the role. */
export interface AskedRole {
  readonly accountId: string;
  readonly role: StaffRole;
  readonly organisationId: string;
  readonly specialty?: string | undefined;
  readonly licence?: string | undefined;
  readonly phone?: string | undefined;
  /** Of a nurse. */
  readonly locationId?: string | undefined;
}

const ask = { name: 'users.ask-for-role', text: 'SELECT outcome FROM app.ask_for_role($1::jsonb, $2, $3, $4, $5, $6::jsonb)' };
const refusals: Readonly<Record<string, () => Error>> = {
  'not-signed-in': () => new SignInEnded(), unknown: () => new AccountUnknown(), own: () => new NotForOneself(), held: () => new RoleHeld(), pending: () => new RoleHeld(),
};

/** Asking, in the current transaction: the function of the database knows the rules. */
@Injectable()
export class RoleRequests {
  constructor(private readonly database: Database) {}

  /** @throws AccountUnknown, NotForOneself, RoleHeld, SignInEnded */
  async ask(acting: Acting, requestId: string, { accountId, role, organisationId, ...about }: AskedRole): Promise<void> {
    const [asked] = await this.database.queryInTransaction<{ outcome: string }>(ask, [JSON.stringify(acting), requestId, accountId, role, organisationId, JSON.stringify(about)]);
    if (asked?.outcome !== 'asked') throw refusals[asked?.outcome ?? '']?.() ?? new AccountUnknown();
  }
}
