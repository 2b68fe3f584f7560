import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterHold } from './cluster-hold';
import { keptPassword } from './kept-password';
import { openServer, type ClusterSite, type OpenServer } from './open-server';
import { stopPostmaster } from './postmaster';

export interface ClusterUse {
  /** For the next starter, who is told who is here: `npm start, process 4711`. */
  readonly holder: string;
  /** Refuse when another process serves this folder already. Others may use the database beside it. */
  readonly alone?: boolean;
  /** A free port is found when none is given. A server that runs already keeps its own. */
  readonly port?: number | undefined;
  /** The server ended under us and could not be started again. */
  readonly onLost?: (error: unknown) => void;
}

/** A server that was killed may find its port, or its memory, still taken for a moment. */
const regainAttempts = 10;
const regainPauseMs = 1000;

/** A running PostgreSQL that this process uses, together with others perhaps. */
export class Cluster {
  private regaining: Promise<void> | undefined;
  private stopping = false;
  private server: OpenServer | undefined;

  private constructor(
    private readonly site: ClusterSite,
    private readonly use: ClusterUse,
  ) {}

  static async open(site: ClusterSite, use: ClusterUse): Promise<Cluster> {
    const cluster = new Cluster(site, use);
    await cluster.openAt(use.port);
    return cluster;
  }

  get port(): number {
    return this.opened.postmaster.port;
  }

  /** Whether the server ran already. */
  get adopted(): boolean {
    return this.opened.adopted;
  }

  /** The server's own folder, which is not always in the data folder. */
  get data(): string {
    return this.site.data;
  }

  passwordOf(role: string): Promise<string> {
    return keptPassword(this.site.keysFolder, role);
  }

  async urlFor(role: string, database: string): Promise<string> {
    return `postgres://${role}:${await this.passwordOf(role)}@127.0.0.1:${this.port}/${database}`;
  }

  /** For the next starter: where this one is to be found. */
  saysWhere(holder: string): Promise<void> {
    return this.opened.hold.saysWhere(holder);
  }

  /** Stops the server, unless another process uses it: then the last of them does. */
  async stop(): Promise<'stopped' | 'left running'> {
    this.stopping = true;
    await this.regaining;
    const others = await this.release(this.opened.hold);
    if (others.length === 0) await stopPostmaster(this.site.data, this.opened.postmaster.pid, this.site.log);
    await this.opened.hold.end();
    if (others.length === 0) return 'stopped';
    // Who only joined is not asked why it goes on.
    if (this.use.alone || !this.adopted) this.site.log(`PostgreSQL keeps running for ${others.join(' and ')}, which stops it when done.`);
    return 'left running';
  }

  private async release(hold: ClusterHold): Promise<readonly string[]> {
    try {
      return await hold.release();
    } catch (error) {
      this.site.log(`PostgreSQL ended before it was stopped (${error instanceof Error ? error.message : String(error)}).`);
      return [];
    }
  }

  private get opened(): OpenServer {
    if (!this.server) throw new Error('The cluster is asked before it is open');
    return this.server;
  }

  private async openAt(port: number | undefined): Promise<void> {
    this.server = await openServer(this.site, this.use.holder, this.use.alone ?? false, port, () => {
      if (!this.stopping) this.regaining = this.regain();
    });
  }

  /** A killed backend makes the server restart itself, a killed postmaster needs us. Pools connect again by themselves. */
  private async regain(): Promise<void> {
    this.site.log('PostgreSQL ended unexpectedly and is started again.');
    for (let attempt = 1; !this.stopping; attempt += 1) {
      try {
        await this.openAt(this.port);
        return;
      } catch (error) {
        if (attempt === regainAttempts) {
          this.use.onLost?.(error);
          return;
        }
        this.site.log(`${error instanceof Error ? error.message : String(error)} It is tried again.`);
      }
      await sleep(regainPauseMs);
    }
  }
}
