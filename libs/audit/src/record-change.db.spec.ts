import { createHash } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { v7 } from 'uuid';

jest.setTimeout(60_000);

let place: TestDatabase;
let owner: Client;
const clients: Client[] = [];
const [organisationId, accountId, doctorId, patientId] = [v7(), v7(), v7(), v7()];
const acting = { accountId, role: 'doctor', reason: 'check-up', request: { requestId: 'r-7', address: '10.0.0.1' } };

interface Entry {
  id: string;
  action: string;
  thing: string;
  thing_id: string;
  patient_id: string;
  actor_id: string | null;
  actor_role: string | null;
  reason: string | null;
  request: object | null;
  fields: string[] | null;
  values_hash: Buffer;
  salt: Buffer;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  hashed: string;
}

async function as(role: 'anamnesis_visit_service' | 'anamnesis_user_service' | 'anamnesis_report_worker' | 'anamnesis_importer' | 'anamnesis_audit_reader'): Promise<Client> {
  const client = new Client({ connectionString: place.urlFor(role) });
  await client.connect();
  clients.push(client);
  return client;
}

/** The values as the database hashed them: the text of its jsonb. */
async function entriesOf(thingId: string): Promise<Entry[]> {
  const { rows } = await owner.query<Entry>(
    `SELECT e.id, e.action, e.thing, e.thing_id, e.patient_id, e.actor_id, e.actor_role, e.reason, e.request, e.fields, e.values_hash, v.salt, v.before, v.after,
            concat(v.before::text, v.after::text) AS hashed
       FROM audit.entry e JOIN audit.entry_values v ON v.patient_id = e.patient_id AND v.at = e.at AND v.entry_id = e.id WHERE e.thing_id = $1 ORDER BY e.written_xid`,
    [thingId],
  );
  return rows;
}

beforeAll(async () => {
  place = await testDatabase();
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  await owner.query("INSERT INTO organisation (id, name) VALUES ($1, 'Clinic')", [organisationId]);
  await owner.query("INSERT INTO account (id, username, mfa_factors) VALUES ($1, 'okafor', '[{\"secret\": \"JBSWY3DP\"}]')", [accountId]);
  await owner.query("INSERT INTO account_role (account_id, id, role, organisation_id) VALUES ($1, $2, 'doctor', $3)", [accountId, v7(), organisationId]);
  await owner.query("INSERT INTO doctor (id, account_id, organisation_id, names) VALUES ($1, $2, $3, '[{\"text\": \"Dr. Okafor\"}]')", [doctorId, accountId, organisationId]);
  await owner.query("INSERT INTO patient (id, organisation_id, mrn, names) VALUES ($1, $2, 'm-1', '[{\"text\": \"Johanna\"}]')", [patientId, organisationId]);
  await owner.query("INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, reason) VALUES ($1, $2, $3, 'primary', '2020-01-01', 'registered')", [patientId, v7(), doctorId]);
});

afterAll(async () => {
  for (const client of clients) await client.end();
  await owner.end();
  await place.drop();
});

/** As a service does it: the chart is opened in the transaction that writes. */
async function inChart(work: (service: Client) => Promise<void>, end: 'COMMIT' | 'ROLLBACK' = 'COMMIT'): Promise<void> {
  const service = await as('anamnesis_visit_service');
  await service.query('BEGIN');
  await service.query('SELECT outcome FROM app.open_chart($1, $2)', [JSON.stringify(acting), patientId]);
  await work(service);
  await service.query(end);
}

describe('a change of an audited table', () => {
  it('has its entry in the same transaction: who, of whom, what, why, from where', async () => {
    const id = v7();
    await inChart(async (service) => {
      await service.query("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Asthma')", [patientId, id]);
    });
    const [entry, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ action: 'create', thing: 'Condition', patient_id: patientId, actor_id: accountId, actor_role: 'doctor', reason: 'check-up', request: acting.request, fields: null, before: null });
    expect(entry?.after).toMatchObject({ id, text: 'Asthma', status: 'active' });
  });

  it('names the fields that changed, with their values before and after kept apart', async () => {
    const id = v7();
    await inChart(async (service) => {
      await service.query("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Asthma')", [patientId, id]);
    });
    await inChart(async (service) => {
      await service.query("UPDATE diagnosis SET status = 'resolved', resolved_on = '2026-01-02', version = 2 WHERE patient_id = $1 AND id = $2", [patientId, id]);
    });
    const [, update] = await entriesOf(id);
    expect(update).toMatchObject({ action: 'update', fields: ['resolved_on', 'status', 'version'], before: { status: 'active', resolved_on: null }, after: { status: 'resolved', resolved_on: '2026-01-02' } });
  });

  it('has one entry for each row of a statement', async () => {
    const ids = [v7(), v7(), v7()];
    await inChart(async (service) => {
      await service.query('INSERT INTO diagnosis (patient_id, id, text) SELECT $1, id, id::text FROM unnest($2::uuid[]) AS ids (id)', [patientId, ids]);
    });
    for (const id of ids) expect(await entriesOf(id)).toMatchObject([{ action: 'create', after: { text: id } }]);
  });

  it('has a salted hash of the values, which anybody who has them can compute again', async () => {
    const id = v7();
    await inChart(async (service) => {
      await service.query("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Gout')", [patientId, id]);
      await service.query("UPDATE diagnosis SET text = 'Gout, chronic' WHERE patient_id = $1 AND id = $2", [patientId, id]);
    });
    const entries = await entriesOf(id);
    expect(entries).toHaveLength(2);
    for (const { salt, hashed, values_hash } of entries) expect(createHash('sha256').update(salt).update(hashed).digest()).toEqual(values_hash);
    expect(entries[0]?.salt).not.toEqual(entries[1]?.salt);
  });

  it('leaves nothing of a transaction that is rolled back', async () => {
    const id = v7();
    await inChart(async (service) => {
      await service.query("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Asthma')", [patientId, id]);
    }, 'ROLLBACK');
    expect(await entriesOf(id)).toEqual([]);
  });

  it('is noted whoever makes it, the owner of the tables too', async () => {
    const id = v7();
    await owner.query("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Asthma')", [patientId, id]);
    await owner.query('DELETE FROM diagnosis WHERE id = $1', [id]);
    expect(await entriesOf(id)).toMatchObject([{ action: 'create', actor_id: null }, { action: 'delete', actor_id: null, before: { text: 'Asthma' } }]);
  });

  it('keeps no secret, not even that of an account', async () => {
    await owner.query("INSERT INTO credential (username_key, account_id, password_hash) VALUES ('okafor', $1, '$argon2id$canary')", [accountId]);
    await owner.query("UPDATE credential SET password_hash = '$argon2id$canary-2' WHERE account_id = $1", [accountId]);
    const entries = await entriesOf(accountId);
    expect(entries.filter(({ thing }) => thing === 'Credential')).toMatchObject([{ action: 'create' }, { action: 'update', fields: ['password_hash'] }]);
    expect(JSON.stringify(entries)).not.toMatch(/canary|JBSWY3DP/);
  });
});

describe('the audit store', () => {
  it.each(['anamnesis_visit_service', 'anamnesis_user_service', 'anamnesis_report_worker', 'anamnesis_importer'] as const)('can be read, changed and emptied by no %s', async (role) => {
    const service = await as(role);
    for (const table of ['audit.entry', 'audit.entry_values']) {
      await expect(service.query(`SELECT patient_id FROM ${table}`)).rejects.toThrow('permission denied');
      await expect(service.query(`UPDATE ${table} SET at = now()`)).rejects.toThrow('permission denied');
      await expect(service.query(`DELETE FROM ${table}`)).rejects.toThrow('permission denied');
      await expect(service.query(`TRUNCATE ${table}`)).rejects.toThrow('permission denied');
    }
    await expect(service.query('INSERT INTO audit.entry_values (patient_id, at, entry_id, salt) VALUES (gen_random_uuid(), now(), gen_random_uuid(), $1)', [Buffer.from('x')])).rejects.toThrow('permission denied');
    // Nor can a service say that it changed something: only that it showed it.
    await expect(service.query("INSERT INTO audit.entry (patient_id, action, thing, fields) VALUES (gen_random_uuid(), 'update', 'Patient', '{names}')")).rejects.toThrow('permission denied');
  });

  it('is read and not changed by its own reader', async () => {
    const reader = await as('anamnesis_audit_reader');
    expect((await reader.query("SELECT action FROM audit.entry WHERE thing = 'Patient'")).rows.length).toBeGreaterThan(0);
    await expect(reader.query('DELETE FROM audit.entry')).rejects.toThrow('permission denied');
  });
});
