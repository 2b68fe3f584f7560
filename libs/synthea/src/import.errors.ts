import { DomainError } from '@anamnesis/errors';

export class FolderUnreadable extends DomainError {
  readonly code = 'import.folder-unreadable';
  readonly kind = 'invalid';
  constructor(folder: string, { cause }: ErrorOptions) {
    super(`${folder} is no folder that can be read: name the folder with Synthea's CSV files.`);
    this.cause = cause;
  }
}

export class NothingToImport extends DomainError {
  readonly code = 'import.nothing-to-import';
  readonly kind = 'invalid';
  constructor(folder: string) {
    super(`${folder} holds none of Synthea's CSV files (patients.csv or patients.csv.gz, and so on).`);
  }
}

export class ImportUnderWay extends DomainError {
  readonly code = 'import.under-way';
  readonly kind = 'conflict';
  constructor({ cause }: ErrorOptions) {
    super('Another import into this database is under way: wait for it to end.');
    this.cause = cause;
  }
}

export class DatabaseLost extends DomainError {
  readonly code = 'import.database-lost';
  readonly kind = 'unavailable';
  constructor({ cause }: ErrorOptions) {
    super('The database went away during the import. What was loaded stays: run the same command again, and it goes on from here.');
    this.cause = cause;
  }
}
