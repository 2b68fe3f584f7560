import { DomainError } from '@anamnesis/errors';

/** Each is one sentence for the person at the terminal, with what to do. */
abstract class SchemaTrouble extends DomainError {
  readonly kind = 'conflict';
}

export class MigrationChanged extends SchemaTrouble {
  readonly code = 'schema.migration-changed';
  constructor(name: string) {
    super(`Migration ${name} is not the one that made this database: put its file back as it was, and write what is to change as a new migration.`);
  }
}

export class DatabaseIsNewer extends SchemaTrouble {
  readonly code = 'schema.database-is-newer';
  constructor(unknown: readonly string[]) {
    super(`This database belongs to a newer version of Anamnesis (it has ${unknown.join(', ')}, unknown here): start that version, or restore a backup from before it was used.`);
  }
}

export class MigrationsPending extends SchemaTrouble {
  readonly code = 'schema.migrations-pending';
  constructor(pending: readonly string[]) {
    super(`This database lacks ${pending.length} migrations (from ${pending[0] ?? ''} on): run "npm run cli -- database migrate" as its owner, then start again.`);
  }
}

export class MigrationFailed extends SchemaTrouble {
  readonly code = 'schema.migration-failed';
  constructor(name: string, reason: string) {
    super(`Migration ${name} failed and left nothing behind (${reason}): mend what it says and run it again.`);
  }
}

export class LettersUnknown extends SchemaTrouble {
  readonly code = 'schema.letters-unknown';
  constructor(ctype: string) {
    super(
      `This database does not know the letters of every script (its ctype is ${ctype}), so names like 李明 and Иванов could not be found: create it anew with "TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'" and restore its dump there.`,
    );
  }
}

export class ClusterNotAdopted extends SchemaTrouble {
  readonly code = 'schema.cluster-not-adopted';
  constructor() {
    super(
      'This database came here from another PostgreSQL, whose change stamps mean nothing here, and nothing is written until that is settled: run "npm run cli -- database adopt" once, then start again.',
    );
  }
}

export class OwnerNeeded extends SchemaTrouble {
  readonly code = 'schema.owner-needed';
  constructor(role: string) {
    super(`Migrations are the work of the database's owner and ${role} is not: give the owner's address as DATABASE_URL.`);
  }
}

export class AnotherRoleNeeded extends SchemaTrouble {
  readonly code = 'schema.another-role-needed';
  constructor(needed: string, given: string, setting: string) {
    super(`This works as the role ${needed} and ${setting} signs in as ${given}: give the address of that role.`);
  }
}
