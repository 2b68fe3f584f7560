import { testDatabase, type TestDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { auditRules } from './audit-rules';
import { distributionRules } from './distribution-rules';
import { guardRules } from './guard-rules';
import { ownTables, type CatalogueRule } from './own-tables';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  // The cluster's administrator, since some violations are about roles.
  const url = new URL(process.env['TEST_DATABASE_URL']!);
  url.pathname = new URL(database.ownerUrl).pathname;
  client = new Client({ connectionString: url.href });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function broken({ breaks }: CatalogueRule): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(`${ownTables} ${breaks}`);
  return rows.map(({ what }) => what).sort();
}

describe.each([...distributionRules, ...guardRules, ...auditRules].map((rule) => [rule.states, rule] as const))('%s', (_states, rule) => {
  it('holds for the migrated database', async () => {
    expect(await broken(rule)).toEqual([]);
  });

  it.each(rule.violations)('is seen to be broken by $sql', async ({ sql, listed }) => {
    await client.query('BEGIN');
    try {
      await client.query(sql);
      expect(await broken(rule)).toContain(listed);
    } finally {
      await client.query('ROLLBACK');
    }
  });
});

it('looks at the tables that there are', async () => {
  const { rows } = await client.query<{ owned: number; services: number }>(
    `${ownTables} SELECT (SELECT count(*)::int FROM own WHERE owned_by IS NOT NULL) AS owned, (SELECT count(*)::int FROM service) AS services`,
  );
  expect(rows[0]!.owned).toBeGreaterThanOrEqual(17);
  expect(rows[0]!.services).toBeGreaterThanOrEqual(7);
});
