import { setTimeout as pause } from 'node:timers/promises';
import { AccessLog } from '@anamnesis/audit';
import { type Database, openDatabase } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { v7 } from 'uuid';
import { EndSession } from './end-session';
import { EndedSessions } from './ended-sessions';
import { usersEntities } from '../entities';
import { type Clinic, aClinic } from '../testing';

let place: TestDatabase;
let clinic: Clinic;
let users: Database;
let visits: Database;

beforeAll(async () => {
  place = await testDatabase();
  clinic = await aClinic(place.ownerUrl);
  users = await openDatabase({ url: place.urlFor('anamnesis_user_service'), poolSize: 2, applicationName: 'users', entities: usersEntities });
  visits = await openDatabase({ url: place.urlFor('anamnesis_visit_service'), poolSize: 2, applicationName: 'visits', entities: [] });
});

afterAll(async () => {
  for (const { dataSource } of [users, visits]) await dataSource.destroy();
  await clinic.close();
  await place.drop();
});

async function aSession(revokedSecondsAgo?: number): Promise<string> {
  const id = v7();
  const revoked = revokedSecondsAgo === undefined ? {} : { revoked_at: new Date(Date.now() - revokedSecondsAgo * 1000) };
  await clinic.insert('session', { id, account_id: clinic.doctor.accountId, role: 'doctor', device: 'a test', expires_at: new Date(Date.now() + 86_400_000), ...revoked });
  return id;
}

describe('a session that was signed out', () => {
  it('has ended for every process a second later, and no other has', async () => {
    const [ending, going] = [await aSession(), await aSession()];
    const everywhere = [new EndedSessions(users), new EndedSessions(visits)];
    for (const sessions of everywhere) expect([await sessions.hasEnded(ending), await sessions.hasEnded(going)]).toEqual([false, false]);
    await new EndSession(users, new AccessLog(users)).execute({ ...clinic.doctor, sessionId: ending });
    await pause(1050);
    for (const sessions of everywhere) expect([await sessions.hasEnded(ending), await sessions.hasEnded(going)]).toEqual([true, false]);
  });

  it('is known to a process that starts, as long as one of its access tokens can be good', async () => {
    const [recent, old] = [await aSession(9 * 60), await aSession(60 * 60)];
    const sessions = new EndedSessions(visits);
    expect([await sessions.hasEnded(recent), await sessions.hasEnded(old)]).toEqual([true, false]);
  });

  it('is found though it was dated by another clock, or committed late', async () => {
    const sessions = new EndedSessions(visits);
    await sessions.hasEnded(v7());
    const late = await aSession(20);
    await pause(1050);
    expect(await sessions.hasEnded(late)).toBe(true);
  });

  it('is asked for once, however many requests come', async () => {
    const sessions = new EndedSessions(visits);
    const id = await aSession(1);
    const before = visits.pool.totalCount;
    expect(await Promise.all(Array.from({ length: 100 }, () => sessions.hasEnded(id)))).toEqual(Array(100).fill(true));
    expect(visits.pool.totalCount).toBe(before);
  });

  it('is never told where the database does not answer', async () => {
    const gone = await openDatabase({ url: place.urlFor('anamnesis_visit_service'), poolSize: 1, applicationName: 'gone', entities: [] });
    await gone.dataSource.destroy();
    await expect(new EndedSessions(gone).hasEnded(v7())).rejects.toThrow();
  });
});
