import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { migrate, type Preparation } from '../migrate';
import { readMigrations } from '../migration-files';
import { provisionRoles, serviceRoles, type ServiceRole } from '../provision-roles';

const owner = 'anamnesis_owner';
/** Of a cluster that lives as long as the run, and trusts the loopback address or not. */
const passwordOf = (role: string): string => `test-${role}`;

export interface TestDatabase {
  readonly ownerUrl: string;
  urlFor(role: ServiceRole): string;
  drop(): Promise<void>;
}

/**
 * A fresh database of this version on the cluster that TEST_DATABASE_URL names by its administrator. The first one of a cluster
 * makes a template, the others copy it.
 * @param options.migrated false: an empty one
 */
export async function testDatabase({ prepare = [], migrated = true }: { prepare?: readonly Preparation[]; migrated?: boolean } = {}): Promise<TestDatabase> {
  const adminUrl = process.env['TEST_DATABASE_URL'];
  if (!adminUrl) throw new Error('Tests on PostgreSQL need TEST_DATABASE_URL, the address of an administrator of a cluster that they may fill; npm test starts one.');
  const name = `anamnesis_test_${randomUUID().replaceAll('-', '')}`;
  const template = await atCluster(adminUrl, (client) => templateDatabase(client, adminUrl));
  await atCluster(adminUrl, (client) => client.query(`CREATE DATABASE ${name} OWNER ${owner} TEMPLATE ${migrated ? template : `template0 ENCODING 'UTF8'`}`));
  const ownerUrl = urlOn(adminUrl, owner, name);
  for (const one of prepare) await one(ownerUrl);
  return {
    ownerUrl,
    urlFor: (role) => urlOn(adminUrl, role, name),
    // By force, since a pool may still be closing.
    drop: () => atCluster(adminUrl, async (client) => {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }),
  };
}

/** Its name tells what it was made of, so that a changed migration makes another. */
async function templateDatabase(client: Client, adminUrl: string): Promise<string> {
  const made = createHash('sha256').update(JSON.stringify(readMigrations().map(({ sha256, name: migration }) => [migration, sha256]))).digest('hex').slice(0, 16);
  const finished = `anamnesis_template_${made}`;
  // Jest's workers come here together: one makes it, the others wait. The lock ends with the session.
  await client.query("SELECT pg_advisory_lock(hashtext('anamnesis test template'))");
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [`${finished}%`]);
  if (rows.some(({ datname }) => datname === finished)) return finished;
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [owner]);
  await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${owner} LOGIN CREATEROLE PASSWORD '${passwordOf(owner)}'`);
  // Made under another name, so that a killed run leaves nothing that looks complete.
  const unfinished = `${finished}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished} OWNER ${owner} TEMPLATE template0 ENCODING 'UTF8'`);
  const url = urlOn(adminUrl, owner, unfinished);
  await migrate(url);
  await provisionRoles(url, Object.fromEntries(serviceRoles.map((role) => [role, passwordOf(role)])));
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${finished}`);
  return finished;
}

function urlOn(adminUrl: string, role: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = passwordOf(role);
  url.pathname = `/${database}`;
  return url.href;
}

async function atCluster<Result>(adminUrl: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
