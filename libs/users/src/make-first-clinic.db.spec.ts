import { type Database, openDatabase } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { CreateAccount } from './create-account';
import { CreatePatient } from './create-patient';
import { usersEntities } from './entities';
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
