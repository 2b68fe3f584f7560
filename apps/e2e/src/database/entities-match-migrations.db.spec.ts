import { globSync } from 'node:fs';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { entityDifferences } from './entity-differences';

/** Why no entity stands for a table. */
const withoutEntity: Readonly<Record<string, string>> = {
  chart: 'a number, written by triggers and read in the statement that opens the chart',
  schema_migration: "the migrator's own",
  sign_in_throttle: 'counted by one statement, hashes only',
  second_factor_step: 'taken by one statement',
  request_count: 'told and heard by one statement, hashes only',
  idempotency_key: 'frozen by the first migrations; nothing reads it yet',
  appointment_type: 'listed and changed by statements of its own',
  calendar_token_key: 'frozen by the first migrations; nothing reads it yet',
  cover: 'made, changed and listed by one statement each; else read by app.open_chart only',
  email_key: 'looked up and reserved by statements of its own',
  emergency_access: 'written by app.open_emergency alone',
  emergency_attempt: 'written and counted by app.open_emergency alone',
  nurse_location: 'set by one statement; else read by app.open_chart only',
  restricted_row: 'written and read by the functions that restrict and lift',
  restriction: 'made, lifted and listed by one statement each; else read by app.open_chart only',
  invitation: 'made, listed and ended by statements of its own',
  mail_limit: 'counted by one statement, hashes only',
  mail_link: 'used by app.open_link',
  outgoing_mail: 'claimed and ended by statements of its own',
  role_request: 'asked for and decided by app.ask_for_role and app.decide_role_request',
  release: 'the ledger: written by the extraction alone, in SQL, with snapshots that TypeORM has no type for',
  patient_search: 'kept by triggers, read by functions that check who asks',
  name_variant: 'kept by triggers, read by functions that check who asks',
  former_contact: 'kept by a trigger',
  patient_merge: 'written by the functions that merge and unmerge',
  patient_distinction: 'written and read by functions that check who asks',
  working_hours: 'replaced and read as a whole, by a statement each',
};

const libraries = join(__dirname, '../../../../libs');
const entities = globSync('*/src/**/*.entity.ts', { cwd: libraries }).flatMap((file) => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by name, so that no entity can be forgotten here
  return Object.values(require(join(libraries, file)) as Record<string, unknown>).filter((value): value is new () => object => typeof value === 'function');
});

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function differences(classes: readonly (new () => object)[], without: readonly string[]): Promise<string[]> {
  const dataSource = await new DataSource({ type: 'postgres', url: database.ownerUrl, entities: [...classes] }).initialize();
  try {
    return await entityDifferences(dataSource, client, without);
  } finally {
    await dataSource.destroy();
  }
}

it('every table has an entity with the same columns, types, nullability and key, or a reason to have none', async () => {
  expect(await differences(entities, Object.keys(withoutEntity))).toEqual([]);
});

it('sees a wrong type, a wrong nullability, a missing and an invented column, a wrong key and a written change stamp', async () => {
  @Entity('immunization')
  class WrongImmunization {
    @PrimaryColumn('uuid')
    id!: string;
    @Column('uuid', { name: 'patient_id' })
    patientId!: string;
    @Column('text', { name: 'given_on' })
    givenOn!: string;
    @Column('text')
    code!: string;
    @Column('text')
    brand!: string;
    @Column('text')
    marks!: string;
    @Column('smallint', { name: 'changed_origin' })
    changedOrigin!: number;
  }

  const found = await differences([WrongImmunization], []);

  expect(found).toEqual(
    expect.arrayContaining([
      'immunization: key is (id) in the entity, (patient_id, id) in the database',
      'immunization.given_on is text in the entity, date in the database',
      'immunization.code is not nullable in the entity, nullable in the database',
      'immunization.brand is not in the database',
      'immunization.marks is text in the entity, text[] in the database',
      'immunization.changed_origin is written by the entity',
      'immunization.lot is not in the entity',
    ]),
  );
});

it('sees a table without an entity, an entity without a table, and an exception that is none', async () => {
  @Entity('ward')
  class Ward {
    @PrimaryColumn('uuid')
    id!: string;
  }

  const found = await differences([Ward], ['visit', 'bed']);

  expect(found).toEqual(expect.arrayContaining(['measure has no entity', 'ward is an entity without a table', 'bed is expected without an entity, and is not there']));
  expect(found).not.toContain('visit has no entity');
});
