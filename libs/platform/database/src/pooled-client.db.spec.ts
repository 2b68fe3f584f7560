import { type Between, standBetween, testDatabase, type TestDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import type { Database } from './database';
import { openDatabase } from './open-database';

const role = 'anamnesis_visit_service';

let place: TestDatabase;
let between: Between;
let database: Database;

beforeAll(async () => {
  place = await testDatabase();
  between = await standBetween(place.urlFor(role));
  database = await openDatabase({ url: between.url, poolSize: 4, applicationName: 'pooled', entities: [] });
});

afterAll(async () => {
  await database.dataSource.destroy();
  await between.close();
  await place.drop();
});

async function endItsConnections(expected: number): Promise<void> {
  const client = new Client({ connectionString: place.urlFor(role) });
  await client.connect();
  try {
    let ended = 0;
    while (ended < expected) ended += (await client.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'pooled' AND state LIKE 'idle%'`)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

// An error that nobody hears ends a process, and here the test.
it.each(['connections that it just made', 'connections that it had'])('survives a server whose last words come in one packet with the answer that they follow, on %s', async (which) => {
  const atOnce = 3;
  const inTransactions = (): Promise<PromiseSettledResult<unknown>[]> =>
    Promise.allSettled(Array.from({ length: atOnce }, () => database.inTransaction((transaction) => transaction.query('SELECT 1'))));
  if (which === 'connections that it had') await inTransactions();
  between.keepAnswers = true;
  const under = inTransactions();
  await endItsConnections(atOnce);
  expect((await under).map(({ status }) => status)).toEqual(Array(atOnce).fill('rejected'));
  between.keepAnswers = false;
  expect((await inTransactions()).map(({ status }) => status)).toEqual(Array(atOnce).fill('fulfilled'));
});
