import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { PatientReplaced, PatientUnknown, SignInEnded } from './chart.errors';
import { chartStatement } from './chart-statement';
import { Charts } from './charts';
import { type Clinic, aClinic } from '../testing';

const readDiagnoses = chartStatement('test.diagnoses', 'SELECT id, text FROM diagnosis WHERE patient_id = opened.patient_id ORDER BY text LIMIT $3');

let place: TestDatabase;
let clinic: Clinic;
let database: Database;
let charts: Charts;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  const dataSource = await new DataSource({ type: 'postgres', url: place.urlFor('anamnesis_all_in_one'), installExtensions: false }).initialize();
  database = new Database(dataSource);
  charts = new Charts(database, new AccessLog(database));
  await clinic.add('diagnosis', { text: 'Asthma' });
  await clinic.add('diagnosis', { text: 'Gout' });
});

afterAll(async () => {
  await database.dataSource.destroy();
  await clinic.close();
  await place.drop();
});

const read = (acting = clinic.doctor, patientId = clinic.patientId, limit = 10) => charts.read<{ text: string }>(acting, patientId, readDiagnoses, [limit], { thing: 'Condition' });
const entries = (action: string) => clinic.sql<{ actor_id: string }>('SELECT actor_id FROM audit.entry WHERE action = $1 AND patient_id = $2', [action, clinic.patientId]);

describe('reading a chart', () => {
  it('gives the rows to who may see them, with its entry in the audit store', async () => {
    const before = (await entries('read')).length;
    expect((await read()).map(({ text }) => text)).toEqual(['Asthma', 'Gout']);
    expect((await read(clinic.doctor, clinic.patientId, 1)).map(({ text }) => text)).toEqual(['Asthma']);
    expect(await entries('read')).toHaveLength(before + 2);
  });

  it('gives no rows, and not an error, where there are none', async () => {
    const patientId = await clinic.anotherPatient();
    await clinic.insert('care_relation', { patient_id: patientId, id: v7(), doctor_id: clinic.doctor.accountId, kind: 'primary', starts_at: '2020-01-01', reason: 'registered' });
    expect(await read(clinic.doctor, patientId)).toEqual([]);
  });

  it('is refused to a stranger as if there were no such patient, and the refusal is noted', async () => {
    const before = (await entries('refused')).length;
    await expect(read(clinic.stranger)).rejects.toThrow(PatientUnknown);
    await expect(read(clinic.stranger, v7())).rejects.toThrow(PatientUnknown);
    expect((await entries('refused')).at(-1)).toEqual({ actor_id: clinic.stranger.accountId });
    expect(await entries('refused')).toHaveLength(before + 1);
  });

  it('tells where a merged record went', async () => {
    const replaced = await clinic.anotherPatient({ replaced_by: clinic.patientId });
    const refusal = await read(clinic.doctor, replaced).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PatientReplaced);
    expect((refusal as PatientReplaced).moved).toEqual({ from: replaced, to: clinic.patientId });
  });

  it('ends with a disabled account', async () => {
    const disabled = await clinic.account('doctor');
    await clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [disabled.accountId]);
    await expect(read(disabled)).rejects.toThrow(SignInEnded);
  });

  it('gives nothing when its entry can not be written', async () => {
    const broken = new Charts(database, { record: () => Promise.reject(new Error('the store is full')) } as unknown as AccessLog);
    await expect(broken.read(clinic.doctor, clinic.patientId, readDiagnoses, [10], { thing: 'Condition' })).rejects.toThrow('the store is full');
  });

  it('keeps what one request opened from the next on the same connection', async () => {
    await read();
    await Promise.all(Array.from({ length: 40 }, () => read()));
    const rows = await Promise.all(Array.from({ length: 40 }, () => database.query({ text: 'SELECT id FROM diagnosis' }, [])));
    expect(rows.flat()).toEqual([]);
  });
});

describe('what is kept of a chart', () => {
  const readKept = (find: Parameters<typeof charts.readKept>[2], acting = clinic.doctor, by = charts) => by.readKept(acting, clinic.patientId, find, { thing: 'Patient' });

  it('is asked for with the state that is read, by who and of which versions', async () => {
    const [chart] = await clinic.sql<{ version: string }>('SELECT version FROM chart WHERE patient_id = $1', [clinic.patientId]);
    const asked: unknown[] = [];
    for (const acting of [clinic.doctor, clinic.patient]) await readKept((state) => Promise.resolve(void asked.push(state.chart_viewer, state.chart_versions?.split(' ').slice(0, 2))), acting);
    expect(asked).toEqual(['record/1/staff', [clinic.patientId, chart!.version], 'record/2/patient', [clinic.patientId, chart!.version]]);
  });

  it('is given after its entry; where nothing is, nothing is noted', async () => {
    const before = (await entries('read')).length;
    expect(await readKept(() => Promise.resolve(undefined))).toBeUndefined();
    expect(await entries('read')).toHaveLength(before);
    expect(await readKept(() => Promise.resolve('kept'))).toBe('kept');
    expect(await entries('read')).toHaveLength(before + 1);
    const broken = new Charts(database, { record: () => Promise.reject(new Error('the store is full')) } as unknown as AccessLog);
    await expect(readKept(() => Promise.resolve('kept'), clinic.doctor, broken)).rejects.toThrow('the store is full');
  });

  it('is not even looked for on behalf of a stranger', async () => {
    let looked = false;
    await expect(readKept(() => Promise.resolve((looked = true)), clinic.stranger)).rejects.toThrow(PatientUnknown);
    expect(looked).toBe(false);
  });
});

describe('writing to a chart', () => {
  it('commits what it did together with its audit entries, or nothing of it', async () => {
    const insert = "INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Migraine')";
    const count = async () => (await clinic.sql("SELECT FROM diagnosis WHERE text = 'Migraine'")).length + (await clinic.sql("SELECT FROM audit.entry_values WHERE after ->> 'text' = 'Migraine'")).length;
    const failing = charts.write(clinic.doctor, clinic.patientId, async (transaction) => {
      await transaction.query(insert, [clinic.patientId, v7()]);
      throw new Error('on second thoughts');
    });
    await expect(failing).rejects.toThrow('on second thoughts');
    expect(await count()).toBe(0);
    await charts.write(clinic.doctor, clinic.patientId, (transaction) => transaction.query(insert, [clinic.patientId, v7()]));
    expect(await count()).toBe(2);
  });

  it('does nothing for a stranger', async () => {
    let called = false;
    await expect(charts.write(clinic.stranger, clinic.patientId, () => Promise.resolve((called = true)))).rejects.toThrow(PatientUnknown);
    expect(called).toBe(false);
  });

  it('refuses a second transaction inside the first, and writing outside one', async () => {
    await expect(charts.write(clinic.doctor, clinic.patientId, () => database.inTransaction(() => Promise.resolve()))).rejects.toThrow('already under way');
    expect(() => database.transaction()).toThrow('none is under way');
  });
});
