import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { AlreadyInCare, CareForSelf, CareNotAllowed, CareRelationChanged, CareRelationEnded, CareRelationUnknown, DoctorNotThere, PrimaryTaken } from './care.errors';
import { PatientUnknown } from '../charts/chart.errors';
import { type CareVerbs, type Clinic, aClinic, careVerbs } from '../testing';

let place: TestDatabase;
let clinic: Clinic;
let care: CareVerbs;
let patientId: string;
let consultant: Acting;
let admin: Acting;

beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  clinic = await aClinic(place.ownerUrl);
  care = await careVerbs(place);
  patientId = clinic.patientId;
  consultant = await clinic.account('doctor', 'Dr. Consultant');
  admin = await clinic.account('admin');
});
afterEach(async () => {
  await care.close();
  await clinic.close();
});
afterAll(() => place.drop());

const begin = (acting: Acting, doctor: Acting = consultant, kind: 'primary' | 'attending' | 'consulting' = 'consulting', patient = patientId) =>
  care.beginCareRelation.execute(acting, patient, { doctorId: doctor.accountId, kind, reason: 'asked for advice' });
const inCare = async (acting: Acting, patient = patientId) => (await care.charts.write(acting, patient, () => Promise.resolve(true)).catch((error: unknown) => (error instanceof PatientUnknown ? false : Promise.reject(error as Error))));
const told = (acting: Acting) => clinic.sql<{ kind: string; about: object }>('SELECT kind, about FROM announcement WHERE account_id = $1 ORDER BY id', [acting.accountId]);
/** The doctor's own list and the relations say the same. */
const inStep = async () => (await clinic.sql<{ differs: string }>(
  `SELECT count(*) AS differs FROM (
     (SELECT doctor_id, id, patient_id, kind, starts_at, ends_at FROM care_relation EXCEPT SELECT doctor_id, id, patient_id, kind, starts_at, ends_at FROM doctor_patient)
     UNION ALL (SELECT doctor_id, id, patient_id, kind, starts_at, ends_at FROM doctor_patient EXCEPT SELECT doctor_id, id, patient_id, kind, starts_at, ends_at FROM care_relation)) d`))[0]!.differs === '0';

describe('who begins a care relation', () => {
  it('is a doctor in care, for another doctor, who is told with the patient and then sees the chart', async () => {
    expect(await inCare(consultant)).toBe(false);
    const made = await begin(clinic.doctor);
    expect(made).toMatchObject({ doctor_id: consultant.accountId, kind: 'consulting', reason: 'asked for advice', ends_at: null, version: 1 });
    expect(await inCare(consultant)).toBe(true);
    expect(await told(consultant)).toMatchObject([{ kind: 'care-relation-made', about: { careRelationId: made.id, patientId } }]);
    expect(await told(clinic.patient)).toHaveLength(1);
    expect(await told(clinic.doctor)).toEqual([]);
    expect(await inStep()).toBe(true);
  });

  it('is never the doctor themself, in whatever role they have', async () => {
    await clinic.insert('account_role', { account_id: clinic.doctor.accountId, id: v7(), role: 'admin', organisation_id: clinic.organisationId });
    await expect(begin(clinic.doctor, clinic.doctor)).rejects.toThrow(CareForSelf);
    await expect(begin({ ...clinic.doctor, role: 'admin' }, clinic.doctor)).rejects.toThrow(CareForSelf);
    await expect(begin(clinic.stranger, clinic.stranger)).rejects.toThrow(PatientUnknown);
  });

  it('is the patient, who ends it too', async () => {
    const made = await begin(clinic.patient, clinic.stranger, 'attending');
    expect(await inCare(clinic.stranger)).toBe(true);
    await care.endCareRelation.execute(clinic.patient, patientId, made.id, 1, 'found another');
    expect(await inCare(clinic.stranger)).toBe(false);
    expect(await told(clinic.stranger)).toMatchObject([{ kind: 'care-relation-made' }, { kind: 'care-relation-ended' }]);
  });

  it('is who acts for the patient in everything, and not who acts in appointments', async () => {
    const [full, appointments] = [await clinic.account('patient'), await clinic.account('patient')];
    for (const [account, scope] of [[full, 'full'], [appointments, 'appointments']] as const) await clinic.insert('representation', { patient_id: patientId, id: v7(), account_id: account.accountId, kind: 'proxy', scope, starts_at: '2020-01-01', evidence: 'letter' });
    await expect(begin(appointments)).rejects.toThrow(CareNotAllowed);
    expect(await begin(full)).toMatchObject({ kind: 'consulting' });
  });

  it('is an admin of the organisation, told to patient and primary doctor and put on the review list in the same transaction', async () => {
    const made = await begin(admin);
    expect(await told(clinic.patient)).toHaveLength(1);
    expect(await told(clinic.doctor)).toHaveLength(1);
    const reviews = () => clinic.sql<{ kind: string }>('SELECT kind, made_by FROM review WHERE patient_id = $1 AND thing_id = $2', [patientId, made.id]);
    expect(await reviews()).toEqual([{ kind: 'admin-relation', made_by: admin.accountId }]);
    await care.endCareRelation.execute(admin, patientId, made.id, 1, 'by mistake');
    expect(await reviews()).toHaveLength(2);
    const before = await clinic.sql('SELECT FROM review');
    await expect(begin(admin, clinic.doctor, 'primary')).rejects.toThrow(PrimaryTaken);
    expect(await clinic.sql('SELECT FROM review')).toHaveLength(before.length);
  });

  it('is not the desk, a nurse, a doctor by cover or in an emergency', async () => {
    const [desk, covering, emergency] = [await clinic.account('desk'), await clinic.account('doctor'), await clinic.account('doctor')];
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: covering.accountId, starts_at: '2020-01-01', ends_at: '2999-01-01' });
    await clinic.insert('emergency_access', { patient_id: patientId, id: v7(), doctor_id: emergency.accountId, reason: 'unconscious', until: '2999-01-01' });
    for (const acting of [desk, covering, emergency]) {
      await expect(begin(acting)).rejects.toThrow(CareNotAllowed);
      const forged = care.charts.write(acting, patientId, (transaction) =>
        transaction.query("INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, reason) VALUES ($1, $2, $3, 'attending', now(), 'x')", [patientId, v7(), consultant.accountId]));
      await expect(forged).rejects.toMatchObject({ driverError: { code: '42501' } });
    }
    await expect(begin(await clinic.account('nurse'))).rejects.toThrow(PatientUnknown);
  });

  it('names a doctor who works here', async () => {
    await clinic.sql("UPDATE doctor SET status = 'left' WHERE id = $1", [consultant.accountId]);
    await expect(begin(clinic.doctor)).rejects.toThrow(DoctorNotThere);
    await expect(care.beginCareRelation.execute(clinic.doctor, patientId, { doctorId: v7(), kind: 'consulting', reason: 'x' })).rejects.toThrow(DoctorNotThere);
  });
});

describe('a relation', () => {
  it('is the only primary one of its time, whoever asks, also two at once', async () => {
    await expect(begin(clinic.patient, consultant, 'primary')).rejects.toThrow(PrimaryTaken);
    const orphan = await clinic.anotherPatient();
    const [one, two] = [await clinic.account('doctor'), await clinic.account('doctor')];
    const both = await Promise.allSettled([begin(admin, one, 'primary', orphan), begin(admin, two, 'primary', orphan)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')?.reason).toBeInstanceOf(PrimaryTaken);
  });

  it('does not overlap another of the same pair and kind', async () => {
    await begin(clinic.doctor);
    await expect(begin(clinic.doctor)).rejects.toThrow(AlreadyInCare);
    expect(await begin(clinic.doctor, consultant, 'attending')).toMatchObject({ kind: 'attending' });
  });

  it('is ended by the doctor whose it is, by its version, once; another\'s is not', async () => {
    const made = await begin(clinic.doctor);
    await expect(care.endCareRelation.execute(clinic.doctor, patientId, made.id, 1, 'x')).rejects.toThrow(CareNotAllowed);
    await expect(care.endCareRelation.execute(consultant, patientId, made.id, 2, 'x')).rejects.toThrow(CareRelationChanged);
    await expect(care.endCareRelation.execute(consultant, patientId, v7(), 1, 'x')).rejects.toThrow(CareRelationUnknown);
    expect(await care.endCareRelation.execute(consultant, patientId, made.id, 1, 'advice given')).toMatchObject({ version: 2, end_reason: 'advice given' });
    expect(await inCare(consultant)).toBe(false);
    await expect(care.endCareRelation.execute(clinic.patient, patientId, made.id, 2, 'x')).rejects.toThrow(CareRelationEnded);
    await expect(care.endCareRelation.execute(consultant, patientId, made.id, 2, 'x')).rejects.toThrow(PatientUnknown);
    expect(await inStep()).toBe(true);
  });

  it('that ends while a request runs lets that one finish, and the next is refused', async () => {
    const made = await begin(clinic.doctor);
    const finished = await care.charts.write(consultant, patientId, async (transaction) => {
      const other = await careVerbs(place);
      await other.endCareRelation.execute(clinic.patient, patientId, made.id, 1, 'now');
      await other.close();
      return transaction.query<object[]>('SELECT id FROM patient WHERE id = $1', [patientId]);
    });
    expect(finished).toHaveLength(1);
    expect(await inCare(consultant)).toBe(false);
  });

  it('is shortened and never prolonged by a service, and no service writes the doctor\'s list', async () => {
    const made = await care.beginCareRelation.execute(clinic.doctor, patientId, { doctorId: consultant.accountId, kind: 'consulting', reason: 'x', endsAt: new Date(Date.now() + 86_400_000) });
    for (const [statement, values] of [
      ["UPDATE care_relation SET ends_at = '2999-01-01' WHERE id = $1", [made.id]],
      ['UPDATE care_relation SET ends_at = NULL WHERE id = $1', [made.id]],
      ["UPDATE care_relation SET starts_at = '2000-01-01' WHERE id = $1", [made.id]],
      ["INSERT INTO doctor_patient (doctor_id, id, patient_id, kind, starts_at) SELECT $1, gen_random_uuid(), id, 'attending', now() FROM patient", [consultant.accountId]],
    ] as const) {
      await expect(care.charts.write(consultant, patientId, (transaction) => transaction.query(statement, [...values]))).rejects.toMatchObject({ driverError: { code: '42501' } });
    }
  });

  it('is listed to who may know, newest first, and to a stranger nobody\'s', async () => {
    const made = await begin(clinic.doctor);
    const auditor = await clinic.account('auditor');
    const desk = await clinic.account('desk');
    for (const acting of [clinic.doctor, clinic.patient, desk, admin, auditor]) {
      const rows = await care.listCareRelations.execute(acting, patientId, { limit: 10, current: true });
      expect(rows.map(({ id, kind }) => [id === made.id, kind])).toEqual([[true, 'consulting'], [false, 'primary']]);
    }
    expect(await care.listCareRelations.execute(clinic.doctor, patientId, { limit: 10, before: made.id, current: false })).toMatchObject([{ kind: 'primary' }]);
    await expect(care.listCareRelations.execute(clinic.stranger, patientId, { limit: 10, current: false })).rejects.toThrow(PatientUnknown);
  });
});
