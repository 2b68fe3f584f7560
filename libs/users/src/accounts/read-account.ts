import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { type AccountRow, accountColumns } from './account-row';
import { AccountUnknown } from './account-rules.errors';
import { Workplaces } from './workplaces';

const readAccount = { name: 'users.read-account', text: `SELECT ${accountColumns} FROM account a WHERE a.id = $1 AND ($2::uuid[] IS NULL OR app.is_account_of(a.id, $2))` };

@Injectable()
export class ReadAccount {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** @throws AccountUnknown, SignInEnded */
  execute(acting: Acting, accountId: string): Promise<AccountRow> {
    return this.workplaces.work(acting, async (_, organisationIds) => {
      const [found] = await this.database.queryInTransaction<AccountRow>(readAccount, [accountId, organisationIds]);
      if (!found) throw new AccountUnknown();
      return found;
    });
  }
}
