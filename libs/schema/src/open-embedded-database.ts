import { startCluster, type Cluster, type ClusterOptions } from '@anamnesis/embedded-postgres';
import { Client } from 'pg';
import { migrate, type Preparation } from './migrate';
import { provisionRoles, serviceRoles, type ServiceRole } from './provision-roles';
import { scramVerifier } from './scram-verifier';

const ownerRole = 'anamnesis_owner';
const databaseName = 'anamnesis';

/** The database of a data folder, on its embedded PostgreSQL. */
export class EmbeddedDatabase {
  constructor(
    private readonly cluster: Cluster,
    readonly ownerUrl: string,
  ) {}

  urlFor(role: ServiceRole): Promise<string> {
    return this.cluster.urlFor(role, databaseName);
  }

  /** Brings it to this version and lets the service roles in. */
  async prepare(prepare: readonly Preparation[], log: (line: string) => void): Promise<void> {
    await migrate(this.ownerUrl, { prepare, log });
    const passwords = await Promise.all(serviceRoles.map(async (role) => [role, await this.cluster.passwordOf(role)] as const));
    await provisionRoles(this.ownerUrl, Object.fromEntries(passwords));
  }

  /** For the next starter: where this one is to be found. */
  saysWhere(holder: string): Promise<void> {
    return this.cluster.saysWhere(holder);
  }

  async close(): Promise<void> {
    await this.cluster.stop();
  }
}

/** Starts or joins the server of a data folder and makes sure that the owner and the database are there; migrates nothing. */
export async function openEmbeddedDatabase(options: ClusterOptions): Promise<EmbeddedDatabase> {
  const cluster = await startCluster(options);
  try {
    await makeDatabase(await cluster.urlFor('postgres', 'postgres'), await cluster.passwordOf(ownerRole));
    return new EmbeddedDatabase(cluster, await cluster.urlFor(ownerRole, databaseName));
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function makeDatabase(adminUrl: string, ownerPassword: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Two first starts at once must not both find it missing.
    await client.query("SELECT pg_advisory_lock(hashtext('anamnesis database'))");
    const { rows } = await client.query<{ owner: boolean; present: boolean }>(
      'SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS owner, EXISTS (SELECT FROM pg_database WHERE datname = $2) AS present',
      [ownerRole, databaseName],
    );
    await client.query(`${rows[0]?.owner ? 'ALTER' : 'CREATE'} ROLE ${ownerRole} LOGIN CREATEROLE PASSWORD ${client.escapeLiteral(scramVerifier(ownerPassword))}`);
    if (!rows[0]?.present) await client.query(`CREATE DATABASE ${databaseName} OWNER ${ownerRole}`);
  } finally {
    await client.end();
  }
}
