import { type Database, openDatabase } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { CreateAccount } from '../accounts/create-account';
import { CreatePatient } from '../patients/create-patient';
import { usersEntities } from '../entities';
import { MakeFirstClinic } from './make-first-clinic';

let place: TestDatabase;
const processes: Database[] = [];

beforeAll(async () => {
  place = await testDatabase();
  for (const applicationName of ['one', 'another', 'a third']) processes.push(await openDatabase({ url: place.urlFor('anamnesis_all_in_one'), poolSize: 2, applicationName, entities: usersEntities }));
});

afterAll(async () => {
  for (const { dataSource } of processes) await dataSource.destroy();
  await place.drop();
});

it('makes one clinic, however many processes start for the first time at once', async () => {
  const makers = processes.map((database) => new MakeFirstClinic(database, new CreateAccount(database), new CreatePatient(database)));
  const outcomes = await Promise.all(makers.map((maker) => maker.execute('Europe/Berlin')));
  expect(outcomes.sort()).toEqual(['made', 'there-already', 'there-already']);
  const [made] = await processes[0]!.query<{ organisations: number; locations: number; accounts: number }>(
    { text: 'SELECT (SELECT count(*)::int FROM organisation) AS organisations, (SELECT count(*)::int FROM location) AS locations, (SELECT count(*)::int FROM account) AS accounts' }, []);
  expect(made).toEqual({ organisations: 1, locations: 1, accounts: 7 });
  await expect(makers[1]!.execute('Europe/Berlin')).resolves.toBe('there-already');
});

it('completes the accounts where the first start was killed among them, and leaves the others as they are', async () => {
  const [database] = processes as [Database];
  const maker = new MakeFirstClinic(database, new CreateAccount(database), new CreatePatient(database));
  const accounts = async () => (await database.query<{ account: string }>({ text: "SELECT c.username_key || ' ' || a.id AS account FROM credential c JOIN account a ON a.id = c.account_id ORDER BY 1" }, [])).map(({ account }) => account);
  const before = await accounts();
  await maker.complete('Europe/Berlin');
  expect(await accounts()).toEqual(before);

  const owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  const { rows: [lost] } = await owner.query<{ patientId: string }>('SELECT patient_id AS "patientId" FROM patient_account');
  for (const username of ['patient', 'auditor']) {
    const ofAccount = `account_id = (SELECT id FROM account WHERE username = '${username}')`;
    for (const table of ['patient_account', 'account_role', 'credential']) await owner.query(`DELETE FROM ${table} WHERE ${ofAccount}`);
    await owner.query('DELETE FROM account WHERE username = $1', [username]);
  }
  await maker.complete('Europe/Berlin');
  expect((await accounts()).map((account) => account.split(' ')[0])).toEqual(before.map((account) => account.split(' ')[0]));
  expect((await accounts()).filter((account) => before.includes(account))).toHaveLength(5);
  // Who had been made without an account has it now, and is there once.
  expect((await owner.query('SELECT patient_id AS "patientId" FROM patient_account')).rows).toEqual([lost]);
  expect((await owner.query('SELECT FROM patient')).rowCount).toBe(1);
  await owner.end();
});
