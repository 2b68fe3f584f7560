import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { v7 } from 'uuid';
import { CreateAccount } from './create-account';
import { Organisation } from '../places/place.entity';

export interface NewAdministrator {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  /** By its name; made where there is none of that name. */
  readonly organisation: string;
}

const findOrganisation = { name: 'users.organisation-by-name', text: 'SELECT id FROM organisation WHERE name = $1 ORDER BY id LIMIT 1' };

@Injectable()
export class CreateAdministrator {
  constructor(
    private readonly database: Database,
    private readonly createAccount: CreateAccount,
  ) {}

  /** The first of an organisation, by the command line: whoever can run it has the database anyway. @returns the account's id. @throws UsernameTaken, PasswordTooShort */
  async execute({ username, password, name, organisation }: NewAdministrator): Promise<string> {
    const [found] = await this.database.query<{ id: string }>(findOrganisation, [organisation]);
    const organisationId = found?.id ?? v7();
    if (!found) await this.database.inTransaction((transaction) => transaction.insert(Organisation, { id: organisationId, name: organisation }));
    return this.createAccount.execute({ username, password, role: 'admin', organisationId, names: [{ text: name }] });
  }
}
