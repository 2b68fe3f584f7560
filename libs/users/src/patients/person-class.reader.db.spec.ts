import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { personClass } from './person-class.reader';
import { type Clinic, aClinic } from '../testing';

let database: TestDatabase;
let clinic: Clinic;
let service: Client;

beforeAll(async () => {
  database = await testDatabase();
  clinic = await aClinic(database.ownerUrl);
  service = new Client({ connectionString: database.urlFor('anamnesis_user_service') });
  await service.connect();
});

afterAll(async () => {
  await service.end();
  await clinic.close();
  await database.drop();
});

interface Told {
  age_band: string;
  sex: string;
  region: string;
}

/** As the service sees it, with the patient's own chart open. */
async function classOf(patient: Readonly<Record<string, unknown>>, at = '2026-06-15T12:00:00Z'): Promise<Told | undefined> {
  const columns = Object.entries({ birth_date: null, birth_date_precision: 'day', sex: 'unknown', address: {}, zone: 'Europe/Berlin', ...patient });
  await clinic.sql(`UPDATE patient SET ${columns.map(([name], place) => `${name} = $${String(place + 2)}`).join(', ')} WHERE id = $1`, [clinic.patientId, ...columns.map(([, value]) => value)]);
  await service.query('BEGIN');
  await service.query('SELECT app.open_chart($1, $2)', [JSON.stringify(clinic.patient), clinic.patientId]);
  const { rows } = await service.query<Told>(`SELECT class.age_band, class.sex, class.region FROM ${personClass('$1::uuid', '$2::timestamptz')} AS class`, [clinic.patientId, at]);
  await service.query('ROLLBACK');
  return rows[0];
}

it.each([
  ['2026-06-15', '0-9'], ['2016-06-16', '0-9'], ['2016-06-15', '10-19'], ['1986-06-15', '40-49'], ['1986-06-16', '30-39'], ['1936-06-16', '80-89'], ['1936-06-15', '90+'], ['1911-01-01', '90+'],
  [null, 'unknown'], ['2027-01-01', 'unknown'],
])('somebody born on %p is in the band %p', async (birthDate, band) => {
  expect((await classOf({ birth_date: birthDate }))?.age_band).toBe(band);
});

it('counts the day of the birthday in the zone of the person', async () => {
  expect((await classOf({ birth_date: '1986-06-16', zone: 'Pacific/Auckland' }, '2026-06-15T13:00:00Z'))?.age_band).toBe('40-49');
  expect((await classOf({ birth_date: '1986-06-16', zone: 'America/Los_Angeles' }, '2026-06-15T13:00:00Z'))?.age_band).toBe('30-39');
});

it.each([
  [{ country: 'US', region: 'MA' }, 'US-MA'], [{ country: 'US', region: 'US-MA' }, 'US-MA'], [{ country: 'DE', region: 'BE', city: 'Berlin', line: ['Uferstrasse 1'] }, 'DE-BE'], [{ country: 'FR', region: '75C' }, 'FR-75C'],
  [{ country: 'DE' }, 'DE'], [{ country: 'DE', region: 'Berlin' }, 'DE'], [{ country: 'US', region: 'CA-ON' }, 'US'], [{ country: 'US', region: 'ma' }, 'US'],
  [{ country: 'US', region: 'Massachusetts, next to the church' }, 'US'], [{ country: 'US', region: 'MA\nGreen Lane' }, 'US'],
  [{ region: 'MA' }, 'unknown'], [{ country: 'Germany', region: 'BE' }, 'unknown'], [{ country: 'de' }, 'unknown'], [{ country: '' }, 'unknown'], [{}, 'unknown'], [{ city: 'Berlin', postalCode: '10115' }, 'unknown'],
])('who lives at %j is of %p, and nothing that is typed freely is told', async (address, region) => {
  expect((await classOf({ address }))?.region).toBe(region);
});

it.each(['female', 'male', 'other', 'unknown'])('tells the sex as it is recorded: %p', async (sex) => {
  expect((await classOf({ sex }))?.sex).toBe(sex);
});

it('tells nothing where no chart is open', async () => {
  await service.query('BEGIN');
  expect((await service.query(`SELECT class.age_band FROM ${personClass('$1::uuid', 'now()')} AS class`, [clinic.patientId])).rows).toEqual([]);
  await service.query('ROLLBACK');
});
