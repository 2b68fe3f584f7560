import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlreadyRuns, PortTaken, ServerDidNotStart } from './cluster.errors';
import { ClusterHold } from './cluster-hold';
import { freePort } from './free-port';
import { initialiseCluster } from './initialise-cluster';
import { keptPassword } from './kept-password';
import { clearLeftovers, runningPostmaster, stopPostmaster, type Postmaster } from './postmaster';
import type { ServerUser } from './run-program';
import type { ServerBinaries } from './server-binaries';
import { startServer } from './start-server';

/** What was found out once about where and how the server runs. */
export interface ClusterSite {
  readonly data: string;
  readonly keysFolder: string;
  readonly user: ServerUser | undefined;
  readonly binaries: ServerBinaries;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

export interface OpenServer {
  readonly hold: ClusterHold;
  readonly postmaster: Postmaster;
  /** It ran already. */
  readonly adopted: boolean;
}

/** Joins the server that runs on the site's data, or starts one. Several processes may do this at the same moment. */
export async function openServer(site: ClusterSite, holder: string, alone: boolean, port: number | undefined, onLost: () => void): Promise<OpenServer> {
  const password = await keptPassword(site.keysFolder, 'postgres');
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    await initialiseCluster(site.data, password, site.binaries, site.user);
    const running = await runningPostmaster(site.data, site.log);
    const postmaster = running ?? (await start(site, port, attempt));
    if (postmaster) {
      const url = `postgres://postgres:${password}@127.0.0.1:${postmaster.port}/postgres`;
      const take = ClusterHold.take({ url, data: site.data, keysFolder: site.keysFolder, holder, alone }, onLost);
      const hold = await take.catch(async (error: unknown) => {
        // What we started and nobody can use must not stay behind.
        if (!running && !(error instanceof AlreadyRuns)) await stopPostmaster(site.data, postmaster.pid, site.log);
        throw error;
      });
      if (hold) return { hold, postmaster, adopted: running !== undefined };
    }
    await sleep(100);
  }
  throw new ServerDidNotStart('it stops as often as it is started', logFileOf(site));
}

/** @returns undefined when it is worth another look: somebody else was faster */
async function start(site: ClusterSite, asked: number | undefined, attempt: number): Promise<Postmaster | undefined> {
  await clearLeftovers(site.data);
  const port = await freePort(asked);
  if (port === undefined) throw new PortTaken(asked ?? 0);
  try {
    return await startServer({ data: site.data, port, postgres: site.binaries.postgres, user: site.user, logFile: logFileOf(site), settings: site.settings, log: site.log });
  } catch (error) {
    const startedByAnother = (await runningPostmaster(site.data, site.log)) !== undefined;
    // A port that was free when we looked can be taken when the server asks for it.
    const portLost = error instanceof PortTaken && asked === undefined;
    if ((startedByAnother || portLost) && attempt < 10) return undefined;
    throw error;
  }
}

function logFileOf(site: ClusterSite): string {
  return join(dirname(site.data), 'postgres.log');
}
