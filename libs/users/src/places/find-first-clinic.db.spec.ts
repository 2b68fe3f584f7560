import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { DataSource } from 'typeorm';
import { CreateAccount } from '../accounts/create-account';
import { CreatePatient } from '../patients/create-patient';
import { usersEntities } from '../entities';
import { FindFirstClinic } from './find-first-clinic';
import { MakeFirstClinic } from './make-first-clinic';

jest.setTimeout(60_000);

let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  place = await testDatabase();
  database = new Database(await new DataSource({ type: 'postgres', url: place.urlFor('anamnesis_user_service'), entities: [...usersEntities], installExtensions: false }).initialize());
});

afterAll(async () => {
  await database.dataSource.destroy();
  await place.drop();
});

it('finds the clinic of the first start by its accounts, and none before', async () => {
  const find = new FindFirstClinic(database);
  expect(await find.execute()).toBeUndefined();
  const createAccount = new CreateAccount(database);
  await new MakeFirstClinic(database, createAccount, new CreatePatient(database)).execute('Europe/Berlin');
  const [doctor] = await database.query<{ id: string; accountId: string; organisationId: string }>({ text: 'SELECT id, account_id AS "accountId", organisation_id AS "organisationId" FROM doctor' }, []);
  expect(await find.execute()).toEqual({
    organisationId: doctor?.organisationId, locationId: expect.any(String) as string, zone: 'Europe/Berlin', doctorId: doctor?.id, doctorAccountId: doctor?.accountId,
    nurseAccountId: expect.any(String) as string, researcherAccountId: expect.any(String) as string, patientId: expect.any(String) as string,
  });
});
