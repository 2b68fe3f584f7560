import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { FirstClinic } from '@anamnesis/users';
import { aClinic } from '@anamnesis/users/testing';
import { Client } from 'pg';
import { fillFirstClinic, wantFirstClinicFilled } from './fill-first-clinic';
import { makeDemonstration } from './make-demonstration';
import { contents } from './testing/contents';

jest.setTimeout(120_000);

let database: TestDatabase;
let owner: Client;
let clinic: FirstClinic;

beforeEach(async () => {
  database = await testDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});

afterEach(async () => {
  await owner.end();
  await database.drop();
});

/** As the first start makes it. */
async function makeAccounts(): Promise<void> {
  const made = await aClinic(database.ownerUrl, { names: [{ text: 'Maria Lindqvist' }], birth_date: '1979-04-12' });
  const locationId = made.organisationId;
  await made.insert('location', { id: locationId, organisation_id: made.organisationId, name: 'Main house', zone: 'America/New_York' });
  const [nurse, researcher] = [await made.account('nurse'), await made.account('researcher')];
  clinic = {
    organisationId: made.organisationId, locationId, zone: 'America/New_York', doctorId: made.doctor.accountId, doctorAccountId: made.doctor.accountId,
    nurseAccountId: nurse.accountId, researcherAccountId: researcher.accountId, patientId: made.patientId,
  };
  await made.close();
}

const fill = () => fillFirstClinic({ ownerUrl: database.ownerUrl, importerUrl: database.urlFor('anamnesis_importer'), clinic: async () => clinic });
const sql = async <Row>(statement: string, values: unknown[] = []) => (await owner.query(statement, values)).rows as Row[];

describe('The clinic of the first start', () => {
  it('is filled once, around its doctor, its researcher and its patient', async () => {
    await wantFirstClinicFilled(database.ownerUrl);
    await makeAccounts();
    expect(await fill()).toBe(120);
    const [counted] = await sql<object>(
      `SELECT (SELECT count(*)::int FROM doctor_patient WHERE doctor_id = $1 AND ends_at IS NULL) BETWEEN 26 AND 42 AS some_thirty_in_care, (SELECT count(*)::int FROM organisation) AS organisations,
              (SELECT count(DISTINCT zone)::int FROM location) AS zones, (SELECT count(*)::int FROM study_researcher WHERE account_id = $2) AS studies, (SELECT count(*)::int FROM working_hours WHERE doctor_id = $1) AS hours,
              (SELECT count(*)::int FROM visit WHERE patient_id = $3 AND status = 'completed') AS her_visits, (SELECT count(*)::int FROM participation WHERE patient_id = $3) AS her_consents,
              (SELECT count(*)::int FROM diagnosis WHERE patient_id = $3) AS her_diagnoses, (SELECT count(*) > 0 FROM visit WHERE status = 'open') AS somebody_sits_there,
              (SELECT count(*)::int FROM measure WHERE setting = 'clinic' AND taken_by IS DISTINCT FROM $4) AS taken_by_others`,
      [clinic.doctorId, clinic.researcherAccountId, clinic.patientId, clinic.nurseAccountId],
    );
    expect(counted).toEqual({
      some_thirty_in_care: true, organisations: 1, zones: 2, studies: 1, hours: 10, her_visits: 4, her_consents: 0, her_diagnoses: 0, somebody_sits_there: true, taken_by_others: 0,
    });
    const whole = await contents(owner);
    await wantFirstClinicFilled(database.ownerUrl);
    expect(await fill()).toBe(0);
    expect(await contents(owner)).toEqual(whole);
  });

  it('is gone on with by the next start where one was killed in the middle', async () => {
    await wantFirstClinicFilled(database.ownerUrl);
    await makeAccounts();
    // What a start that was killed has left: places and some patients, and nobody with a past.
    await makeDemonstration({ databaseUrl: database.urlFor('anamnesis_importer'), patients: 40, seed: 0, around: { ...clinic, patientId: clinic.organisationId } });
    await wantFirstClinicFilled(database.ownerUrl);
    expect(await fill()).toBe(80);
    expect(await fill()).toBe(0);
    const [counted] = await sql<object>('SELECT (SELECT count(*)::int FROM patient) AS patients, (SELECT count(*)::int FROM visit WHERE patient_id = $1) AS her_visits', [clinic.patientId]);
    expect(counted).toEqual({ patients: 121, her_visits: 4 });
  });

  it('is left as it is where there was one before', async () => {
    await makeAccounts();
    const before = await contents(owner);
    await wantFirstClinicFilled(database.ownerUrl);
    expect(await fill()).toBe(0);
    expect(await contents(owner)).toEqual(before);
  });
});
