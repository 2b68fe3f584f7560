import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Account } from './account.entity';
import type { HumanName } from '../patients/human-name';
import { AccountChanged } from './account-rules.errors';
import { Workplaces } from './workplaces';

export interface OwnAccountChanges {
  readonly names?: readonly HumanName[] | undefined;
  readonly language?: string | undefined;
}

@Injectable()
export class ChangeOwnAccount {
  constructor(private readonly workplaces: Workplaces) {}

  /** @throws AccountChanged, SignInEnded */
  async execute(acting: Acting, readVersion: number, { names, language }: OwnAccountChanges): Promise<void> {
    await this.workplaces.work(acting, async (transaction) => {
      const { affected } = await transaction.update(Account, { id: acting.accountId, version: readVersion }, {
        ...(names === undefined ? {} : { names: [...names] }), ...(language === undefined ? {} : { language }), version: readVersion + 1,
      });
      if (affected !== 1) throw new AccountChanged();
    });
  }
}
