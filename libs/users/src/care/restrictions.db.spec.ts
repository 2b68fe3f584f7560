import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { PatientUnknown } from '../charts/chart.errors';
import type { NewRestriction } from './make-restriction';
import { NamedDoctorUnknown, NothingToRestrict, RestrictionChanged, RestrictionLifted, RestrictionNotAllowed, RestrictionUnknown } from './restriction.errors';
import { type CareVerbs, type Clinic, aClinic, careVerbs } from '../testing';

const clinical = ['visit', 'measure', 'diagnosis', 'treatment', 'allergy', 'immunization', 'list_review', 'report'] as const;
let place: TestDatabase;
let clinic: Clinic;
let care: CareVerbs;
let consultant: Acting;
let named: Acting;
let visitId: string;

beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  clinic = await aClinic(place.ownerUrl);
  care = await careVerbs(place, 'anamnesis_all_in_one');
  [consultant, named] = [await clinic.account('doctor'), await clinic.account('doctor')];
  for (const { accountId } of [consultant, named]) await clinic.insert('care_relation', { patient_id: clinic.patientId, id: v7(), doctor_id: accountId, kind: 'consulting', starts_at: '2020-01-01', reason: 'asked' });
  visitId = await clinic.add('visit', { started_at: '2026-01-02', doctor_id: consultant.accountId, note: 'told in confidence' });
  await aRowOfEach(visitId);
  await aRowOfEach(null);
});
afterEach(async () => {
  await care.close();
  await clinic.close();
});
afterAll(() => place.drop());

async function aRowOfEach(visit: string | null): Promise<void> {
  await clinic.add('measure', { visit_id: visit, code: '8867-4', quantity: 70, entered_value: '70', taken_at: '2026-01-02' });
  await clinic.add('diagnosis', { visit_id: visit, text: 'x' });
  await clinic.add('treatment', { visit_id: visit, kind: 'therapy', text: 'x', starts_on: '2026-01-02' });
  await clinic.add('allergy', { visit_id: visit, substance: 'x' });
  await clinic.add('immunization', { visit_id: visit, text: 'x', given_on: '2026-01-02' });
}

/** How many rows of each table somebody sees. */
async function sees(acting: Acting): Promise<number[]> {
  return care.charts.write(acting, clinic.patientId, async (transaction) => {
    const counts: number[] = [];
    for (const table of clinical) counts.push((await transaction.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${table}`))[0]!.count);
    return counts;
  });
}
const restrict = (asked: Partial<NewRestriction>, acting = clinic.patient) => care.makeRestriction.execute(acting, clinic.patientId, { kind: 'visit', doctors: [], primarySees: true, ...asked });
const all = [1, 2, 2, 2, 2, 2, 0, 0];
const withoutVisit = [0, 1, 1, 1, 1, 1, 0, 0];

describe('a restriction', () => {
  it('hides a visit with what came with it from doctors who are not named, and from nobody else', async () => {
    expect(await sees(consultant)).toEqual(all);
    await restrict({ id: visitId, doctors: [named.accountId] });
    expect(await sees(consultant)).toEqual(withoutVisit);
    for (const acting of [named, clinic.doctor, clinic.patient]) expect(await sees(acting)).toEqual(all);
  });

  it('hides from the primary doctor too where the patient says so', async () => {
    await restrict({ id: visitId, primarySees: false });
    for (const acting of [clinic.doctor, named, consultant]) expect(await sees(acting)).toEqual(withoutVisit);
  });

  it('of a category hides all of it that is there', async () => {
    await restrict({ kind: 'diagnosis' });
    expect(await sees(consultant)).toEqual([1, 2, 0, 2, 2, 2, 0, 0]);
    await restrict({ kind: 'measure' });
    expect(await sees(consultant)).toEqual([1, 0, 0, 2, 2, 2, 0, 0]);
  });

  it('hides a panel whole, and what was derived from what it hides', async () => {
    const panelId = v7();
    const part = await clinic.add('measure', { code: '8480-6', quantity: 120, entered_value: '120', taken_at: '2026-01-02', panel_id: panelId });
    await clinic.add('measure', { code: '8462-4', quantity: 80, entered_value: '80', taken_at: '2026-01-02', panel_id: panelId });
    await clinic.add('measure', { code: '39156-5', quantity: 24, entered_value: '24', taken_at: '2026-01-02', derived_from: [part] });
    await restrict({ kind: 'measure', id: part });
    expect((await sees(consultant))[1]).toBe(2);
  });

  it('hides that a list was looked through with what was listed, and the files that were made before', async () => {
    const allergy = await clinic.add('allergy', { substance: 'Latex' });
    await clinic.add('list_review', { list: 'allergy', answer: 'listed', reviewed_by: consultant.accountId, reviewed_at: '2026-01-02' });
    await clinic.add('report', { kind: 'health-summary', format: 'pdf', requested_by: consultant.accountId, requested_role: 'doctor', status: 'done' });
    expect((await sees(consultant)).slice(6)).toEqual([1, 1]);
    const made = await restrict({ kind: 'allergy', id: allergy });
    expect((await sees(consultant)).slice(6)).toEqual([0, 0]);
    expect((await sees(clinic.doctor)).slice(6)).toEqual([1, 1]);
    await care.liftRestriction.execute(clinic.patient, clinic.patientId, made.id, 1);
    // What was made while it held may hold it: a new report can be asked for.
    expect((await sees(consultant)).slice(6)).toEqual([1, 0]);
  });

  it('hides a report that was being made meanwhile', async () => {
    const running = await clinic.add('report', { kind: 'health-summary', format: 'pdf', requested_by: consultant.accountId, requested_role: 'doctor', status: 'running', started_at: new Date() });
    await restrict({ id: visitId });
    await clinic.sql("UPDATE report SET status = 'done', sensitivity = 0 WHERE id = $1", [running]);
    expect((await sees(consultant))[7]).toBe(0);
  });

  it('that names somebody does not show them what another one keeps from them', async () => {
    const other = await clinic.add('diagnosis', { text: 'another secret' });
    await restrict({ id: visitId, doctors: [named.accountId], primarySees: false });
    await restrict({ kind: 'diagnosis', id: other, doctors: [consultant.accountId], primarySees: false });
    for (const acting of [named, consultant]) expect(await sees(acting)).toEqual(withoutVisit);
    expect(await sees(clinic.patient)).toEqual([1, 2, 3, 2, 2, 2, 0, 0]);
  });

  it('is lifted by its version, once, and then shows what no other one hides, as it was', async () => {
    await clinic.sql('UPDATE diagnosis SET sensitivity = 1 WHERE patient_id = $1 AND visit_id = $2', [clinic.patientId, visitId]);
    const visit = await restrict({ id: visitId });
    const category = await restrict({ kind: 'diagnosis' });
    await expect(care.liftRestriction.execute(clinic.patient, clinic.patientId, visit.id, 2)).rejects.toThrow(RestrictionChanged);
    await expect(care.liftRestriction.execute(clinic.patient, clinic.patientId, v7(), 1)).rejects.toThrow(RestrictionUnknown);
    expect(await care.liftRestriction.execute(clinic.patient, clinic.patientId, visit.id, 1)).toMatchObject({ version: 2 });
    await expect(care.liftRestriction.execute(clinic.patient, clinic.patientId, visit.id, 2)).rejects.toThrow(RestrictionLifted);
    expect(await sees(consultant)).toEqual([1, 2, 0, 2, 2, 2, 0, 0]);
    await care.liftRestriction.execute(clinic.patient, clinic.patientId, category.id, 1);
    expect(await sees(consultant)).toEqual(all);
    expect(await clinic.sql('SELECT sensitivity FROM diagnosis WHERE patient_id = $1 AND visit_id = $2', [clinic.patientId, visitId])).toEqual([{ sensitivity: 1 }]);
  });

  it('goes over what is added to the visit later, and is lifted from it too', async () => {
    const made = await restrict({ id: visitId, doctors: [named.accountId] });
    await care.charts.write(named, clinic.patientId, (transaction) => transaction.query("INSERT INTO diagnosis (patient_id, visit_id, id, text) VALUES ($1, $2, $3, 'later')", [clinic.patientId, visitId, v7()]));
    expect([(await sees(named))[2], (await sees(consultant))[2]]).toEqual([3, 1]);
    await care.liftRestriction.execute(clinic.patient, clinic.patientId, made.id, 1);
    expect((await sees(consultant))[2]).toBe(3);
  });

  it('is overridden in an emergency, by who is in care too, which then is an emergency in everything', async () => {
    await restrict({ id: visitId, primarySees: false });
    for (const acting of [consultant, clinic.stranger]) {
      await clinic.insert('emergency_access', { patient_id: clinic.patientId, id: v7(), doctor_id: acting.accountId, reason: 'unconscious', until: '2999-01-01' });
      expect(await sees(acting)).toEqual(all);
    }
    await expect(care.beginCareRelation.execute(consultant, clinic.patientId, { doctorId: clinic.stranger.accountId, kind: 'consulting', reason: 'x' })).rejects.toThrow('Only a doctor who is in care themself');
  });

  it('hides from who covers, as what is restricted by category is', async () => {
    await restrict({ id: visitId });
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: clinic.stranger.accountId, starts_at: '2020-01-01', ends_at: '2999-01-01' });
    expect(await sees(clinic.stranger)).toEqual(withoutVisit);
  });

  it('raises the chart\'s version, so that nothing kept is given', async () => {
    const version = async () => Number((await clinic.sql<{ version: string }>('SELECT version FROM chart WHERE patient_id = $1', [clinic.patientId]))[0]!.version);
    const before = await version();
    const made = await restrict({ id: visitId });
    await care.liftRestriction.execute(clinic.patient, clinic.patientId, made.id, 1);
    expect(await version()).toBe(before + 2);
  });

  it('is the patient\'s, or of who acts for them in everything; nobody else makes one, lifts one or knows of one', async () => {
    const [full, appointments] = [await clinic.account('patient'), await clinic.account('patient')];
    for (const [account, scope] of [[full, 'full'], [appointments, 'appointments']] as const) await clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: account.accountId, kind: 'proxy', scope, starts_at: '2020-01-01', evidence: 'letter' });
    const made = await restrict({ id: visitId }, full);
    for (const acting of [clinic.doctor, appointments]) {
      await expect(restrict({ id: visitId }, acting)).rejects.toThrow(RestrictionNotAllowed);
      await expect(care.liftRestriction.execute(acting, clinic.patientId, made.id, 1)).rejects.toThrow(RestrictionUnknown);
    }
    expect(await care.listRestrictions.execute(clinic.doctor, clinic.patientId, { limit: 10 })).toEqual([]);
    await expect(care.listRestrictions.execute(appointments, clinic.patientId, { limit: 10 })).rejects.toThrow(PatientUnknown);
    expect(await care.listRestrictions.execute(clinic.patient, clinic.patientId, { limit: 10 })).toMatchObject([{ id: made.id, thing: 'visit', thing_id: visitId }]);
    await expect(restrict({ id: visitId }, clinic.stranger)).rejects.toThrow(PatientUnknown);
    const forged = care.charts.write(clinic.doctor, clinic.patientId, (transaction) => transaction.query('SELECT app.apply_restriction($1)', [made.id]));
    await expect(forged).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it('is of a part that the patient sees, or of all of a kind, drafts too, and names doctors who are there', async () => {
    const draft = await clinic.add('visit', { started_at: '2026-01-02', patient_visible_from: null });
    for (const id of [v7(), draft]) await expect(restrict({ id })).rejects.toThrow(NothingToRestrict);
    await expect(restrict({ id: visitId, doctors: [named.accountId, v7()] })).rejects.toThrow(NamedDoctorUnknown);
    expect(await clinic.sql('SELECT FROM restriction WHERE patient_id = $1', [clinic.patientId])).toEqual([]);
    await restrict({});
    expect(await clinic.sql('SELECT sensitivity FROM visit WHERE id = $1', [draft])).toEqual([{ sensitivity: 2 }]);
  });
});
