import { Injectable } from '@nestjs/common';
import type { Role } from '@anamnesis/access';
import { Database, sqlstate, sqlstateOf } from '@anamnesis/database';
import { v7 } from 'uuid';
import { Account, AccountRole, Credential, PatientAccount, usernameKey } from './account.entity';
import { UsernameTaken } from './account.errors';
import { Doctor } from './doctor.entity';
import type { HumanName } from './human-name';
import { judgePassword } from './judge-password';
import { hashPassword } from './password';

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly names: readonly HumanName[];
  readonly role: Role;
  readonly organisationId: string;
  readonly demonstration?: boolean;
  /** The patient that this account is. */
  readonly patientId?: string;
  readonly specialty?: string;
  readonly phone?: string;
  /** Where a nurse works. */
  readonly locationId?: string;
}

/** Whoever runs this is trusted: the first start and the command line. What admins may do over HTTP has a verb of its own. */
@Injectable()
export class CreateAccount {
  constructor(private readonly database: Database) {}

  /** With the role 'doctor' it makes the doctor too. @returns the account's id. @throws UsernameTaken, PasswordTooShort, PasswordTooCommon, PasswordHoldsOwnName */
  async execute(account: NewAccount): Promise<string> {
    await judgePassword(account.password, { username: account.username, names: account.names });
    const id = v7();
    const passwordHash = await hashPassword(account.password);
    const names = [...account.names];
    await this.database.inTransaction(async (transaction) => {
      await transaction.insert(Account, { id, username: account.username, names, demonstration: account.demonstration ?? false });
      try {
        await transaction.insert(Credential, { usernameKey: usernameKey(account.username), accountId: id, passwordHash });
      } catch (error) {
        if (sqlstateOf(error) === sqlstate.uniqueViolation) throw new UsernameTaken();
        throw error;
      }
      await transaction.insert(AccountRole, { accountId: id, id: v7(), role: account.role, organisationId: account.role === 'patient' ? null : account.organisationId });
      if (account.patientId !== undefined) await transaction.insert(PatientAccount, { accountId: id, patientId: account.patientId });
      if (account.role === 'doctor') {
        await transaction.insert(Doctor, { id: v7(), accountId: id, organisationId: account.organisationId, names, specialty: account.specialty ?? null, phone: account.phone ?? null });
      }
      if (account.locationId !== undefined) await transaction.query('INSERT INTO nurse_location (account_id, location_id) VALUES ($1, $2)', [id, account.locationId]);
    });
    return id;
  }
}
