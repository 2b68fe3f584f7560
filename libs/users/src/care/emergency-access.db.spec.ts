import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { v7 } from 'uuid';
import { CareNotAllowed } from './care.errors';
import { SignInEnded } from '../charts/chart.errors';
import { TooManyEmergencies } from './emergency.errors';
import type { EmergencyLookUp } from './open-emergency-access';
import { type CareVerbs, type Clinic, aClinic, careVerbs } from '../testing';

let place: TestDatabase;
let clinic: Clinic;
let care: CareVerbs;

beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  clinic = await aClinic(place.ownerUrl);
  care = await careVerbs(place, 'anamnesis_all_in_one');
  await clinic.sql("UPDATE patient SET birth_date = $2, names = $3, mrn = 'MRN-' || $1::text WHERE id = $1", [clinic.patientId, '1961-05-07', JSON.stringify([{ text: `Johanna Weiß ${name()}`, given: ['Johanna'], family: `Weiß ${name()}` }])]);
  await clinic.insert('mrn_key', { mrn: `MRN-${clinic.patientId}`, patient_id: clinic.patientId });
});
afterEach(async () => {
  await care.close();
  await clinic.close();
});
afterAll(() => place.drop());

/** Of this clinic alone, since the database is shared by the tests. */
const name = () => clinic.organisationId.slice(-12);
const look = (lookUp: Partial<EmergencyLookUp>, acting = clinic.stranger, by = care) => by.openEmergencyAccess.execute(acting, { reason: 'found unconscious in the street', ...lookUp });
const byMrn = (acting = clinic.stranger, by = care) => look({ mrn: `MRN-${clinic.patientId}` }, acting, by);
const opens = (acting = clinic.stranger) => care.charts.write(acting, clinic.patientId, async (transaction) => (await transaction.query<{ right: string; clearance: number }[]>('SELECT app.may_write() AS right, app.clearance() AS clearance'))[0]);

describe('an emergency', () => {
  it('finds by MRN and opens the chart for 24 hours, told to the patient and put on the review list', async () => {
    const answer = await byMrn();
    expect(answer).toMatchObject({ outcome: 'open', patientId: clinic.patientId });
    if (answer.outcome !== 'open') throw new Error('not opened');
    expect(Math.abs(answer.until.getTime() - Date.now() - 86_400_000)).toBeLessThan(60_000);
    expect(await opens()).toEqual({ right: 'emergency', clearance: 2 });
    expect(await clinic.sql('SELECT kind FROM announcement WHERE account_id = ANY ($1)', [[clinic.patient.accountId, clinic.doctor.accountId]])).toHaveLength(2);
    expect(await clinic.sql('SELECT kind, reason, due_at - at AS within FROM review WHERE thing_id = $1', [answer.id])).toMatchObject([{ kind: 'emergency-access', reason: 'found unconscious in the street', within: { days: 3 } }]);
    expect(await care.listEmergencyAccesses.execute(clinic.patient, clinic.patientId, { limit: 10 })).toMatchObject([{ id: answer.id, doctor_id: clinic.stranger.accountId, verdict: null }]);
    await clinic.sql("UPDATE emergency_access SET until = now() WHERE id = $1", [answer.id]);
    await expect(opens()).rejects.toThrow('no such patient');
  });

  it('finds by full name and birth date, whatever the case, accents and spaces, and by nothing less', async () => {
    const birthDate = '1961-05-07';
    for (const written of [`johanna  weiß ${name()}`, `JOHANNA WEISS ${name()}`.replace('SS', 'ẞ'), `Johánna Weiß ${name()}`]) expect(await look({ name: written, birthDate })).toMatchObject({ outcome: 'open' });
    for (const written of ['Johanna', `Weiß ${name()}`, `Johanna Wei% ${name()}`]) expect(await look({ name: written, birthDate })).toEqual({ outcome: 'none' });
    expect(await look({ name: `Johanna Weiß ${name()}`, birthDate: '1961-05-08' })).toEqual({ outcome: 'none' });
  });

  it('offers up to three to choose from and opens none of them; of more it tells nothing', async () => {
    const twin = { birth_date: '1980-01-02', names: [{ text: `Li Ming ${name()}` }] };
    const lookUp = { name: `Li Ming ${name()}`, birthDate: '1980-01-02' };
    for (let number = 0; number < 3; number += 1) await clinic.anotherPatient(twin);
    const answer = await look(lookUp);
    expect(answer.outcome === 'several' && answer.matches.length).toBe(3);
    expect(await clinic.sql('SELECT FROM emergency_access WHERE doctor_id = $1', [clinic.stranger.accountId])).toEqual([]);
    await clinic.anotherPatient(twin);
    expect(await look(lookUp)).toEqual({ outcome: 'many' });
  });

  it('leads to the record that goes on where one was merged', async () => {
    const old = await clinic.anotherPatient({ replaced_by: clinic.patientId });
    await clinic.insert('mrn_key', { mrn: `OLD-${old}`, patient_id: old });
    expect(await look({ mrn: `OLD-${old}` })).toMatchObject({ outcome: 'open', patientId: clinic.patientId });
  });

  it('is noted where nothing is found, without what was typed', async () => {
    expect(await look({ name: 'Canary Nobody', birthDate: '1999-09-09' })).toEqual({ outcome: 'none' });
    const noted = await clinic.sql<{ thing: string; action: string }>('SELECT thing, action, reason, request FROM audit.entry WHERE actor_id = $1', [clinic.stranger.accountId]);
    expect(noted.map(({ thing, action }) => [thing, action]).sort()).toEqual([['EmergencyAccess', 'search'], ['EmergencyAttempt', 'create']]);
    expect(JSON.stringify([noted, await clinic.sql("SELECT after FROM audit.entry_values v JOIN audit.entry e ON e.id = v.entry_id WHERE e.actor_id = $1", [clinic.stranger.accountId])])).not.toMatch(/Canary|1999-09-09/);
  });

  it('is limited to ten look-ups an hour of one doctor, whatever they find, also at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => look({ mrn: 'no-such' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    await expect(byMrn()).rejects.toThrow(TooManyEmergencies);
    expect(await byMrn(await clinic.account('doctor'))).toMatchObject({ outcome: 'open' });
    await clinic.sql("UPDATE emergency_attempt SET at = at - interval '61 minutes' WHERE doctor_id = $1", [clinic.stranger.accountId]);
    expect(await byMrn()).toMatchObject({ outcome: 'open' });
  });

  it('asked for twice at once is one, and is not prolonged by asking again', async () => {
    const others = await careVerbs(place, 'anamnesis_all_in_one');
    const both = await Promise.all([byMrn(), byMrn(clinic.stranger, others)]);
    await others.close();
    expect(both[0]).toEqual(both[1]);
    expect(await byMrn()).toEqual(both[0]);
    expect(await clinic.sql('SELECT FROM review WHERE patient_id = $1', [clinic.patientId])).toHaveLength(1);
  });

  it('gives the chart and nothing else: no relation, no report, no person, no appointment, no consent', async () => {
    await byMrn();
    await clinic.add('report', { kind: 'health-summary', format: 'pdf', requested_by: clinic.doctor.accountId, requested_role: 'doctor' });
    const inEmergency = (statement: string, values: readonly unknown[] = []) => care.charts.write(clinic.stranger, clinic.patientId, async (transaction) => transaction.query<unknown>(statement, [...values]));
    expect(await inEmergency("INSERT INTO diagnosis (patient_id, id, text) VALUES ($1, $2, 'Hypoglycaemia') RETURNING text", [clinic.patientId, v7()])).toEqual([{ text: 'Hypoglycaemia' }]);
    expect(await inEmergency('SELECT id FROM report')).toEqual([]);
    expect(await inEmergency("UPDATE patient SET phone = '1' WHERE id = $1", [clinic.patientId])).toEqual([[], 0]);
    for (const forged of [
      "INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, reason) VALUES ($1, $2, '00000000-0000-7000-8000-000000000000', 'attending', now(), 'x')",
      "INSERT INTO report (patient_id, id, kind, format, requested_by, requested_role) VALUES ($1, $2, 'health-summary', 'pdf', $2, 'doctor')",
      "INSERT INTO emergency_access (patient_id, id, doctor_id, reason, until) VALUES ($1, $2, $2, 'x', '2999-01-01')",
      "INSERT INTO representation (patient_id, id, account_id, kind, scope, starts_at, evidence) VALUES ($1, $2, $2, 'proxy', 'full', now(), 'x')",
      "INSERT INTO restriction (patient_id, id, category, primary_sees, made_by) VALUES ($1, $2, 'visit', true, $2)",
    ]) await expect(inEmergency(forged, [clinic.patientId, v7()])).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(care.beginCareRelation.execute(clinic.stranger, clinic.patientId, { doctorId: clinic.doctor.accountId, kind: 'consulting', reason: 'x' })).rejects.toThrow(CareNotAllowed);
  });

  it('is a doctor\'s who is signed in and works here', async () => {
    await expect(byMrn(await clinic.account('nurse'))).rejects.toThrow(SignInEnded);
    await clinic.sql("UPDATE doctor SET status = 'left' WHERE id = $1", [clinic.stranger.accountId]);
    await expect(byMrn()).rejects.toThrow(SignInEnded);
  });
});
