import { join } from 'node:path';
import { Cluster, type ClusterUse } from './cluster';
import { clusterPlace, folderTrouble, openDataFolder, usualElsewhere } from './cluster-place';
import { packagedBinaries, serverBinaries } from './server-binaries';
import { serverUser } from './server-user';

export interface ClusterOptions extends ClusterUse {
  /** The data folder: `postgres` and `keys` are made in it. */
  readonly folder: string;
  /** A folder with PostgreSQL's programs; those of the npm package when none is given. */
  readonly binaries?: string | undefined;
  /** Where the database goes when `folder` can not hold it. */
  readonly elsewhere?: string;
  /** Settings of the server besides ours, such as `fsync: 'off'` for a test. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

/**
 * Starts the PostgreSQL of a data folder, makes it at the first start, takes over one that still runs, and recovers one that was
 * killed. Only the loopback address and only passwords are accepted.
 * @throws DomainError of cluster.errors.ts, each one sentence with what to do
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { log } = options;
  const elsewhere = options.elsewhere ?? usualElsewhere();
  const folder = await openDataFolder(options.folder);
  try {
    const data = await clusterPlace(folder, await serverUser(join(folder, 'postgres')), elsewhere, log);
    const user = await serverUser(data);
    const binaries = await serverBinaries(options.binaries ?? packagedBinaries(), user, elsewhere, log);
    return await Cluster.open({ data, keysFolder: join(folder, 'keys'), user, binaries, settings: options.settings ?? {}, log }, options);
  } catch (error) {
    throw folderTrouble(folder, error);
  }
}
