import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import type { HumanName } from '../patients/human-name';

export interface OwnAccount {
  id: string;
  username: string;
  names: HumanName[];
  email: string | null;
  language: string;
  roles: string[];
  /** The patient that this account is, if it is one. */
  patient_id: string | null;
  doctor_id: string | null;
  version: number;
}

const readOwnAccount = {
  name: 'users.own-account',
  text: `SELECT a.id, a.username, a.names, a.email, a.language, a.version, o.patient_id, d.id AS doctor_id,
           array(SELECT DISTINCT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles
      FROM account a
      LEFT JOIN patient_account o ON o.account_id = a.id
      LEFT JOIN doctor d ON d.account_id = a.id AND d.status = 'active'
     WHERE a.id = $1 AND a.status = 'active'`,
};

@Injectable()
export class ReadOwnAccount {
  constructor(private readonly database: Database) {}

  /** @throws SignInEnded where the account is not active any more */
  async execute(acting: Acting): Promise<OwnAccount> {
    const [account] = await this.database.query<OwnAccount>(readOwnAccount, [acting.accountId]);
    if (!account) throw new SignInEnded();
    return account;
  }
}
