import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { AccessLog } from './access-log';
import { AccessNotRecorded } from './access-log.errors';
import { killRecorderInTheMiddle } from './testing/killed-recorder';

jest.setTimeout(60_000);

let place: TestDatabase;
let owner: Client;
let database: Database;
let log: AccessLog;

beforeAll(async () => {
  place = await testDatabase();
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  database = new Database(await new DataSource({ type: 'postgres', url: place.urlFor('anamnesis_visit_service'), installExtensions: false }).initialize());
  log = new AccessLog(database);
});

afterAll(async () => {
  await database.dataSource.destroy();
  await owner.end();
  await place.drop();
});

const acting = { accountId: v7(), role: 'doctor', reason: 'follow-up', request: { address: '127.0.0.1', requestId: 'r-1' } };

describe('an entry of an access', () => {
  it('says who, in which role, why, what, of whom and from where', async () => {
    const [patientId, thingId, onBehalfOf] = [v7(), v7(), v7()];
    const before = new Date();
    await log.record({ acting: { ...acting, onBehalfOf }, action: 'read', patientId, thing: 'Encounter', thingId, detail: { rows: 2 } });
    const { rows } = await owner.query<{ at: Date }>('SELECT at, action, thing, thing_id, actor_id, actor_role, on_behalf_of, reason, request, fields FROM audit.entry WHERE patient_id = $1', [patientId]);
    expect(rows).toEqual([
      {
        at: expect.any(Date) as Date, action: 'read', thing: 'Encounter', thing_id: thingId, actor_id: acting.accountId, actor_role: 'doctor', on_behalf_of: onBehalfOf, reason: 'follow-up',
        request: { ...acting.request, rows: 2 }, fields: null,
      },
    ]);
    expect(rows[0]!.at.valueOf()).toBeGreaterThanOrEqual(before.valueOf());
  });

  it('has the nil patient where no one patient is concerned', async () => {
    const thingId = v7();
    await log.record({ acting, action: 'search', thing: 'Patient', thingId });
    const { rows } = await owner.query('SELECT patient_id FROM audit.entry WHERE thing_id = $1', [thingId]);
    expect(rows).toEqual([{ patient_id: '00000000-0000-0000-0000-000000000000' }]);
  });

  it('keeps quotes, braces and every script as they are', async () => {
    const patientId = v7();
    const reason = 'O\'Neil "quoted" {a,b} \\ 李明';
    await log.record({ acting: { ...acting, reason }, action: 'read', patientId, thing: 'Patient' });
    expect((await owner.query('SELECT reason FROM audit.entry WHERE patient_id = $1', [patientId])).rows).toEqual([{ reason }]);
  });

  it('is refused alone when it can not be kept, and takes no other down', async () => {
    const patientId = v7();
    const entry = (thing: string, of = patientId) => log.record({ acting, action: 'read', patientId: of, thing });
    const [, one, bad, another] = await Promise.allSettled([entry('first'), entry('one'), entry('bad', 'not a uuid'), entry('another')]);
    expect([one.status, bad.status, another.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((bad as PromiseRejectedResult).reason).toBeInstanceOf(AccessNotRecorded);
    const { rows } = await owner.query('SELECT thing FROM audit.entry WHERE patient_id = $1 ORDER BY thing', [patientId]);
    expect(rows).toEqual([{ thing: 'another' }, { thing: 'first' }, { thing: 'one' }]);
  });

  it('is there after the process that was told so is killed', async () => {
    const patientId = v7();
    const durable = await killRecorderInTheMiddle(place.urlFor('anamnesis_visit_service'), patientId);
    expect(durable.length).toBeGreaterThan(100);
    const { rows } = await owner.query<{ thing_id: string }>('SELECT thing_id FROM audit.entry WHERE patient_id = $1', [patientId]);
    const kept = new Set(rows.map(({ thing_id }) => thing_id));
    expect(durable.filter((id) => !kept.has(id))).toEqual([]);
  });
});
