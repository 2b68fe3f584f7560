import { v7 } from 'uuid';
import type { Acting } from '@anamnesis/sign-in';
import { Client } from 'pg';
import { Announce } from '../care/announce';
import { PatientReplaced, PatientUnknown, SignInEnded } from '../charts/chart.errors';
import { chartStatement } from '../charts/chart-statement';
import { ListOwnPatients } from './list-own-patients';
import { MergePatients } from './merge-patients';
import { MergeOfOwnRecord, PatientNotMerged, SamePatient, TwoAccounts } from './merge.errors';
import { OpenReview } from '../care/open-review';
import { type Clinic, type UsersOnDatabase, usersOnDatabase } from '../testing';
import { UnmergePatient } from './unmerge-patient';

let users: UsersOnDatabase;
let clinic: Clinic;
let desk: Acting;
let mergePatients: MergePatients;
let unmergePatient: UnmergePatient;

beforeAll(async () => {
  users = await usersOnDatabase();
  ({ clinic } = users);
  desk = await clinic.account('desk');
  mergePatients = new MergePatients(users.database, users.accessLog, new Announce(), new OpenReview());
  unmergePatient = new UnmergePatient(users.database, users.accessLog, new Announce(), new OpenReview());
});

afterAll(() => users.stop());

const merge = (into: string, duplicate: string, acting = desk) => mergePatients.execute(acting, { into, duplicate, reason: 'the same person' });
const unmerge = (patientId: string, acting = desk) => unmergePatient.execute(acting, patientId, 'two people after all');
const goesOnAs = async (patientId: string) => (await clinic.sql<{ replaced_by: string | null }>('SELECT replaced_by FROM patient WHERE id = $1', [patientId]))[0]?.replaced_by;
const chartVersion = async (patientId: string) => Number((await clinic.sql<{ version: string }>('SELECT version FROM chart WHERE patient_id = $1', [patientId]))[0]?.version);
async function inCare(patientId: string, doctor: Acting, kind = 'primary'): Promise<string> {
  const relation = { patient_id: patientId, id: v7(), doctor_id: doctor.accountId, kind, starts_at: '2020-01-01' };
  await clinic.insert('care_relation', { ...relation, reason: 'registered' });
  await clinic.insert('doctor_patient', relation);
  return relation.id;
}
const relations = (patientId: string) => clinic.sql<{ id: string; doctor_id: string; kind: string; current: boolean }>('SELECT id, doctor_id, kind, ends_at IS NULL OR ends_at > now() AS current FROM care_relation WHERE patient_id = $1 ORDER BY id', [patientId]);
const readNames = chartStatement('test.merge-names', 'SELECT id FROM patient WHERE id = opened.patient_id');
const open = (acting: Acting, patientId: string) => users.charts.read<{ id: string }>(acting, patientId, readNames, [], { thing: 'Patient' });

describe('merging two records', () => {
  it('links them: the surviving chart opens both, and the old id tells those who may know where it went', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    await inCare(b, clinic.doctor);
    expect(await merge(a, b)).toMatchObject({ survivorId: a, replacedId: b });
    expect((await open(clinic.doctor, a)).map(({ id }) => id).toSorted()).toEqual([a, b].toSorted());
    await expect(open(clinic.doctor, b)).rejects.toThrow(PatientReplaced);
    await expect(open(clinic.stranger, b)).rejects.toThrow(PatientUnknown);
    const own = await new ListOwnPatients(users.database, users.accessLog).execute(clinic.doctor, { limit: 200 });
    expect(own.filter(({ id }) => id === a || id === b).map(({ id, care }) => [id, care])).toEqual([[a, ['primary']]]);
  });

  it('raises the versions of both charts, in both directions', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    const before = [await chartVersion(a), await chartVersion(b)];
    await merge(a, b);
    const merged = [await chartVersion(a), await chartVersion(b)];
    await unmerge(b);
    const parted = [await chartVersion(a), await chartVersion(b)];
    for (const place of [0, 1]) expect([merged[place]! > before[place]!, parted[place]! > merged[place]!]).toEqual([true, true]);
  });

  it('makes no chains: into a merged one it goes on under the survivor, and who went on under it comes along', async () => {
    const [a, b, c, d] = [await clinic.anotherPatient(), await clinic.anotherPatient(), await clinic.anotherPatient(), await clinic.anotherPatient()];
    await merge(b, a);
    expect(await merge(a, c)).toMatchObject({ survivorId: b, replacedId: c });
    await merge(d, b);
    expect([await goesOnAs(a), await goesOnAs(b), await goesOnAs(c), await goesOnAs(d)]).toEqual([d, d, d, null]);
    await expect(merge(a, c)).rejects.toThrow(SamePatient);
    await expect(merge(d, d)).rejects.toThrow(SamePatient);
    await unmerge(b);
    expect([await goesOnAs(a), await goesOnAs(b), await goesOnAs(c)]).toEqual([b, null, b]);
    await unmerge(a);
    expect([await goesOnAs(a), await goesOnAs(c)]).toEqual([null, b]);
    await expect(unmerge(a)).rejects.toThrow(PatientNotMerged);
    await expect(unmerge(b)).rejects.toThrow(PatientNotMerged);
  });

  it('leaves one primary doctor, the survivor\'s; the other goes on as attending, and is primary again when it is undone', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    const other = await clinic.account('doctor');
    await inCare(a, clinic.doctor);
    const ended = await inCare(b, other);
    expect((await merge(a, b)).primaryAccountIds.toSorted()).toEqual([clinic.doctor.accountId, other.accountId].toSorted());
    expect((await relations(b)).map(({ kind, current }) => [kind, current])).toEqual([['primary', false], ['attending', true]]);
    expect((await open(other, a)).length).toBe(2);
    await unmerge(b);
    expect((await relations(b)).filter(({ current }) => current).map(({ id, kind }) => [id, kind])).toEqual([[ended, 'primary']]);
    expect((await relations(a)).map(({ kind, current }) => [kind, current])).toEqual([['primary', true]]);
    expect(await clinic.sql('SELECT FROM doctor_patient WHERE patient_id = $1 AND (ends_at IS NULL OR ends_at > now())', [b])).toHaveLength(1);
  });

  it('tells the primary doctors, and joins the review list with its reason; so does undoing it', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    await inCare(a, clinic.doctor);
    await merge(a, b);
    await unmerge(b);
    const told = await clinic.sql('SELECT kind, about FROM announcement WHERE account_id = $1 AND about ->> $2 = $3 ORDER BY id', [clinic.doctor.accountId, 'patientId', a]);
    expect(told).toEqual([{ kind: 'records-merged', about: { patientId: a, replacedId: b } }, { kind: 'merge-undone', about: { patientId: a, replacedId: b } }]);
    const reviews = await clinic.sql('SELECT patient_id, kind, thing_id, made_by, reason FROM review WHERE patient_id IN ($1, $2) ORDER BY id', [a, b]);
    expect(reviews).toEqual([
      { patient_id: a, kind: 'merge', thing_id: b, made_by: desk.accountId, reason: 'the same person' }, { patient_id: b, kind: 'merge', thing_id: a, made_by: desk.accountId, reason: 'two people after all' },
    ]);
  });

  it('leaves entries of who did it and why', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    await merge(a, b);
    const entries = await clinic.sql('SELECT thing, action, reason FROM audit.entry WHERE patient_id = $1 AND actor_id = $2 ORDER BY thing', [b, desk.accountId]);
    expect(entries).toEqual(expect.arrayContaining([{ thing: 'Patient', action: 'update', reason: 'the same person' }, { thing: 'PatientMerge', action: 'create', reason: 'the same person' }]));
  });

  it('is refused for two records with an account each', async () => {
    const b = await clinic.anotherPatient();
    await clinic.insert('patient_account', { account_id: (await clinic.account('patient')).accountId, patient_id: b });
    await expect(merge(clinic.patientId, b)).rejects.toThrow(TwoAccounts);
  });

  it('keeps the one account that there is: its patient comes to the surviving chart', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    const patient = await clinic.account('patient');
    await clinic.insert('patient_account', { account_id: patient.accountId, patient_id: b });
    await merge(a, b);
    expect((await open(patient, a)).length).toBe(2);
    await expect(open(patient, b)).rejects.toThrow(PatientReplaced);
  });

  it('is never done by whom it concerns: own record, somebody whom they act or care for', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    const close: ((account: Acting) => Promise<unknown>)[] = [
      ({ accountId }) => clinic.insert('patient_account', { account_id: accountId, patient_id: b }),
      ({ accountId }) => clinic.insert('representation', { patient_id: b, id: v7(), account_id: accountId, kind: 'proxy', scope: 'appointments', starts_at: '2020-01-01', evidence: 'letter' }),
      async (account) => {
        await clinic.insert('doctor', { id: account.accountId, account_id: account.accountId, organisation_id: clinic.organisationId, names: [{ text: 'Also a doctor' }] });
        await inCare(b, account, 'attending');
      },
    ];
    for (const make of close) {
      const clerk = await clinic.account('desk');
      await make(clerk);
      await expect(merge(a, b, clerk)).rejects.toThrow(MergeOfOwnRecord);
    }
    expect(await goesOnAs(b)).toBeNull();
  });

  it('is the desk\'s, of both records: other roles and organisations are refused as if there were none', async () => {
    const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    const organisationId = v7();
    await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
    const theirs = await clinic.anotherPatient({ organisation_id: organisationId });
    for (const role of ['admin', 'doctor', 'nurse', 'patient', 'auditor', 'researcher']) await expect(merge(a, b, await clinic.account(role))).rejects.toThrow(SignInEnded);
    for (const [into, duplicate] of [[a, theirs], [theirs, a], [a, v7()], [v7(), a]] as const) await expect(merge(into, duplicate)).rejects.toThrow(PatientUnknown);
    await merge(a, b);
    await expect(unmerge(theirs)).rejects.toThrow(PatientUnknown);
    await expect(unmerge(b, await clinic.account('admin'))).rejects.toThrow(SignInEnded);
  });
});

describe('at the same time', () => {
  it('merging A into B and B into A ends with one link, and twice the same with one', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
      const opposite = await Promise.allSettled([merge(a, b), merge(b, a)]);
      expect(opposite.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(opposite.find((outcome) => outcome.status === 'rejected')?.reason).toBeInstanceOf(SamePatient);
      expect([await goesOnAs(a), await goesOnAs(b)].filter((link) => link !== null)).toHaveLength(1);
      const [c, d] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
      expect((await Promise.allSettled([merge(c, d), merge(c, d)])).map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('merging three in a ring makes no ring and no chain', async () => {
    const [a, b, c] = [await clinic.anotherPatient(), await clinic.anotherPatient(), await clinic.anotherPatient()];
    await Promise.allSettled([merge(a, b), merge(b, c), merge(c, a)]);
    const links = [await goesOnAs(a), await goesOnAs(b), await goesOnAs(c)];
    const survivors = [a, b, c].filter((_, place) => links[place] === null);
    expect(survivors).toHaveLength(1);
    expect(links.filter((link) => link !== null)).toEqual([survivors[0], survivors[0]]);
  });

  it.each(['replaced', 'survivor'] as const)('a visit that is being recorded on the %s one stays with its record, is read through the survivor, and nobody waits for the other', async (on) => {
    const [survivor, replaced] = [await clinic.anotherPatient(), await clinic.anotherPatient()];
    await inCare(survivor, clinic.doctor);
    await inCare(replaced, clinic.doctor);
    const patientId = on === 'replaced' ? replaced : survivor;
    const recorder = new Client({ connectionString: users.place.urlFor('anamnesis_visit_service') });
    await recorder.connect();
    try {
      await recorder.query('BEGIN');
      await recorder.query('SELECT app.open_chart($1, $2)', [JSON.stringify(clinic.doctor), patientId]);
      const visitId = v7();
      await recorder.query('INSERT INTO visit (patient_id, id, doctor_id, started_at) VALUES ($1, $2, $3, now())', [patientId, visitId, clinic.doctor.accountId]);
      // The merge waits at most for the commit of the one who writes to the chart, and both go through.
      const merging = merge(survivor, replaced);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await recorder.query("INSERT INTO diagnosis (patient_id, id, visit_id, text) VALUES ($1, $2, $3, 'x')", [patientId, v7(), visitId]);
      await recorder.query('COMMIT');
      await merging;
      await recorder.query('BEGIN');
      await recorder.query('SELECT app.open_chart($1, $2)', [JSON.stringify(clinic.doctor), survivor]);
      expect((await recorder.query<{ patient_id: string }>('SELECT patient_id FROM visit WHERE id = $1', [visitId])).rows).toEqual([{ patient_id: patientId }]);
      expect((await recorder.query('SELECT FROM diagnosis WHERE visit_id = $1', [visitId])).rowCount).toBe(1);
      await recorder.query('COMMIT');
    } finally {
      await recorder.end();
    }
  });
});
