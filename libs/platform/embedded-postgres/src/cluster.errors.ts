import { DomainError } from '@anamnesis/errors';

/** Each is one sentence for the person at the terminal, with what to do. */
abstract class ClusterTrouble extends DomainError {
  readonly kind = 'unavailable';
}

export class DataFolderNotWritable extends ClusterTrouble {
  readonly code = 'cluster.folder-not-writable';
  constructor(folder: string, reason: string) {
    super(`The data folder ${folder} can not be used (${reason}): give it to the user who starts Anamnesis, or name another one with DATA_FOLDER.`);
  }
}

export class DiskFull extends ClusterTrouble {
  readonly code = 'cluster.disk-full';
  constructor(folder: string) {
    super(`The disk that holds ${folder} is full: free some space there and start again; nothing that was saved is lost.`);
  }
}

export class PortTaken extends ClusterTrouble {
  readonly code = 'cluster.port-taken';
  constructor(port: number) {
    super(`Port ${port}, asked for the database, is in use by another program: stop that, or set DATABASE_PORT to a free one (without it a free one is found).`);
  }
}

export class AnotherMajorVersion extends ClusterTrouble {
  readonly code = 'cluster.another-version';
  constructor(folder: string, written: string, ours: number) {
    super(
      `The database in ${folder} was written by PostgreSQL ${written} and this is PostgreSQL ${ours}: start the version of Anamnesis that wrote it, or dump it there and restore it here (docs/OPERATIONS.md).`,
    );
  }
}

export class NotAClusterFolder extends ClusterTrouble {
  readonly code = 'cluster.not-a-cluster';
  constructor(folder: string) {
    super(`${folder} holds files that are not a PostgreSQL database: move them away, or name another data folder with DATA_FOLDER.`);
  }
}

export class AlreadyRuns extends ClusterTrouble {
  readonly code = 'cluster.already-runs';
  constructor(folder: string, holder: string) {
    super(`Anamnesis already runs on ${folder} (${holder}): use it there, or stop it with Ctrl-C before starting again.`);
  }
}

export class KeysDoNotFit extends ClusterTrouble {
  readonly code = 'cluster.keys-do-not-fit';
  constructor(keysFolder: string, data: string) {
    super(`The password in ${keysFolder} does not open the database in ${data}: put back the keys folder that belongs to it, from your backup.`);
  }
}

export class BinariesUnusable extends ClusterTrouble {
  readonly code = 'cluster.binaries-unusable';
  constructor(binaries: string, reason: string) {
    super(`PostgreSQL's programs in ${binaries} can not be run (${reason}): remove node_modules and start again, or set DATABASE_URL to a server of your own.`);
  }
}

export class NoServerUser extends ClusterTrouble {
  readonly code = 'cluster.no-server-user';
  constructor(reason: string) {
    super(`PostgreSQL refuses to run as root and the user "postgres" could not be made (${reason}): make that user, or start Anamnesis as an ordinary one.`);
  }
}

export class ServerDidNotStart extends ClusterTrouble {
  readonly code = 'cluster.did-not-start';
  constructor(reason: string, logFile: string) {
    super(`PostgreSQL did not start (${reason}): its log is ${logFile}.`);
  }
}
