import { Client } from 'pg';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';

type Values = Readonly<Record<string, unknown>>;

/** A clinic with one patient, a doctor in care, one who is a stranger, and the patient's own account. */
export interface Clinic {
  readonly organisationId: string;
  readonly patientId: string;
  /** Acts as a doctor whose id is the account's. */
  readonly doctor: Acting;
  readonly stranger: Acting;
  readonly patient: Acting;
  account(role: string, name?: string): Promise<Acting>;
  /** Another patient of the clinic, in nobody's care. */
  anotherPatient(values?: Values): Promise<string>;
  /** Adds a row of the patient's record: released where nothing else is said. @returns its id */
  add(table: string, values: Values): Promise<string>;
  insert(table: string, values: Values): Promise<void>;
  sql<Row>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Makes it as the owner of the tables, past the verbs: for tests of what comes after. */
export async function aClinic(ownerUrl: string, patient: Values = {}): Promise<Clinic> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  const organisationId = v7();

  async function insert(table: string, values: Values): Promise<void> {
    const columns = Object.keys(values);
    const given = Object.values(values).map((value) => (typeof value === 'object' && value !== null && !(value instanceof Date) && table !== 'measure' ? JSON.stringify(value) : value));
    await client.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${String(at + 1)}`).join(', ')})`, given);
  }

  async function account(role: string, name = `A ${role}`): Promise<Acting> {
    const accountId = v7();
    await insert('account', { id: accountId, username: accountId });
    await insert('account_role', { account_id: accountId, id: v7(), role, organisation_id: organisationId });
    if (role === 'doctor') await insert('doctor', { id: accountId, account_id: accountId, organisation_id: organisationId, names: [{ text: name }], specialty: 'Family medicine', phone: '+49 30 555 01 01' });
    return { accountId, role };
  }

  async function anotherPatient(values: Values = {}): Promise<string> {
    const id = v7();
    await insert('patient', { id, organisation_id: organisationId, mrn: id, names: [{ text: 'Somebody Else' }], ...values });
    return id;
  }

  await insert('organisation', { id: organisationId, name: 'Lindenhof Family Practice', phone: '+49 30 555 01 00' });
  const doctor = await account('doctor', 'Dr. Amara Okafor');
  const stranger = await account('doctor', 'Dr. Nobody Here');
  const own = await account('patient');
  const patientId = await anotherPatient({ names: [{ text: 'Johanna Weiß' }], birth_date: '1961-05-07', sex: 'female', zone: 'Europe/Berlin', ...patient });
  await insert('patient_account', { account_id: own.accountId, patient_id: patientId });
  const relation = { patient_id: patientId, id: v7(), doctor_id: doctor.accountId, kind: 'primary', starts_at: '2020-01-01' };
  await insert('care_relation', { ...relation, reason: 'registered' });

  return {
    organisationId, patientId, doctor, stranger, patient: own, account, anotherPatient, insert,
    async add(table, values) {
      const id = v7();
      await insert(table, { patient_id: patientId, id, patient_visible_from: '2020-01-01', ...values });
      return id;
    },
    sql: async <Row>(statement: string, values: readonly unknown[] = []) => (await client.query(statement, [...values])).rows as Row[],
    close: () => client.end(),
  };
}
