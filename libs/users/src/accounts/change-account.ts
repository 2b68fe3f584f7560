import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Account } from './account.entity';
import { EndSessionsOfAccount } from '../sign-in/end-sessions-of-account';
import type { HumanName } from '../patients/human-name';
import { AccountChanged, AccountNotOpened, AccountUnknown, AccountWorksElsewhere, NotForOneself } from './account-rules.errors';
import { Workplaces } from './workplaces';

/** Neither an e-mail address nor a password: those are changed by their holder alone. */
export interface AccountChanges {
  readonly names?: readonly HumanName[] | undefined;
  readonly language?: string | undefined;
  readonly status?: 'active' | 'disabled' | undefined;
}

interface FoundAccount {
  readonly version: number;
  readonly opened: boolean;
  readonly elsewhere: boolean;
}

const lockAccount = {
  name: 'users.lock-account',
  text: `SELECT a.version, EXISTS (SELECT FROM credential c WHERE c.account_id = a.id) AS opened,
      EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.organisation_id <> ALL ($2)) AS elsewhere
    FROM account a WHERE a.id = $1 AND app.is_account_of(a.id, $2) FOR UPDATE OF a`,
};

@Injectable()
export class ChangeAccount {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
    private readonly endSessions: EndSessionsOfAccount,
  ) {}

  /**
   * Disabling signs out every device at once.
   * @throws AccountUnknown, AccountChanged, NotForOneself, AccountWorksElsewhere, AccountNotOpened, SignInEnded
   */
  async execute(acting: Acting, accountId: string, readVersion: number, { names, language, status }: AccountChanges): Promise<void> {
    await this.workplaces.work(acting, async (transaction, organisationIds) => {
      const [found] = await this.database.queryInTransaction<FoundAccount>(lockAccount, [accountId, organisationIds ?? []]);
      if (!found) throw new AccountUnknown();
      if (found.version !== readVersion) throw new AccountChanged();
      if (status !== undefined) refuseStatus(found, accountId === acting.accountId, status);
      await transaction.update(Account, { id: accountId }, {
        ...(names === undefined ? {} : { names: [...names] }), ...(language === undefined ? {} : { language }), ...(status === undefined ? {} : { status }), version: found.version + 1,
      });
      if (status === 'disabled') await this.endSessions.execute(transaction, accountId, 'the account was disabled');
    });
  }
}

function refuseStatus({ opened, elsewhere }: FoundAccount, own: boolean, status: 'active' | 'disabled'): void {
  if (own) throw new NotForOneself();
  if (elsewhere) throw new AccountWorksElsewhere();
  if (status === 'active' && !opened) throw new AccountNotOpened();
}
