import { AccessLog } from '@anamnesis/audit';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { CareForSelf, DoctorNotThere } from './care.errors';
import { PatientUnknown } from '../charts/chart.errors';
import { CoverChanged, CoverNotLonger, DoctorUnknown, LocationNotThere } from './cover.errors';
import { ListOwnPatients } from '../patients/list-own-patients';
import { type CareVerbs, type Clinic, aClinic, careVerbs } from '../testing';

let place: TestDatabase;
let clinic: Clinic;
let care: CareVerbs;
let colleague: Acting;

beforeAll(async () => {
  place = await testDatabase();
});
beforeEach(async () => {
  clinic = await aClinic(place.ownerUrl);
  care = await careVerbs(place);
  colleague = await clinic.account('doctor', 'Dr. Colleague');
});
afterEach(async () => {
  await care.close();
  await clinic.close();
});
afterAll(() => place.drop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const cover = (acting: Acting, { doctor = clinic.doctor, by = colleague, from = inDays(-1), to = inDays(7), locationId = undefined as string | undefined } = {}) =>
  care.makeCover.execute(acting, doctor.accountId, { coveredBy: by.accountId, startsAt: from, endsAt: to, locationId });
const sees = (acting: Acting, patientId = clinic.patientId) => care.charts.write(acting, patientId, async (transaction) => (await transaction.query<{ names: string | null }[]>('SELECT app.covering_for() #>> \'{0,names,0,text}\' AS names'))[0]!.names)
  .catch((error: unknown) => (error instanceof PatientUnknown ? undefined : Promise.reject(error as Error)));

describe('cover', () => {
  it('is made by the doctor, and shows the other one those patients, as covering for whom', async () => {
    await cover(clinic.doctor);
    expect(await sees(colleague)).toBe('Dr. Amara Okafor');
    expect(await sees(clinic.doctor)).toBeNull();
    const own = await new ListOwnPatients(care.database, new AccessLog(care.database)).execute(colleague, { limit: 10 });
    expect(own).toMatchObject([{ id: clinic.patientId, care: [], covering_for: [{ doctorId: clinic.doctor.accountId }] }]);
    expect(await clinic.sql('SELECT kind FROM announcement WHERE account_id = $1', [colleague.accountId])).toEqual([{ kind: 'cover-made' }]);
  });

  it('is made by an admin of the organisation too, but nobody puts themselves in', async () => {
    const admin = await clinic.account('admin');
    await clinic.insert('account_role', { account_id: colleague.accountId, id: v7(), role: 'admin', organisation_id: clinic.organisationId });
    await expect(cover({ ...colleague, role: 'admin' })).rejects.toThrow(CareForSelf);
    await expect(cover(colleague)).rejects.toThrow(DoctorUnknown);
    await expect(cover(clinic.stranger)).rejects.toThrow(DoctorUnknown);
    await cover(admin);
    for (const { accountId } of [clinic.doctor, colleague]) expect(await clinic.sql('SELECT kind FROM announcement WHERE account_id = $1', [accountId])).toEqual([{ kind: 'cover-made' }]);
  });

  it('holds in its time, is shortened by its version and never prolonged', async () => {
    const made = await cover(clinic.doctor, { from: inDays(1) });
    expect(await sees(colleague)).toBeUndefined();
    const now = await cover(clinic.doctor);
    expect(await sees(colleague)).toBe('Dr. Amara Okafor');
    await expect(care.shortenCover.execute(clinic.doctor, clinic.doctor.accountId, now.id, 1, inDays(8))).rejects.toThrow(CoverNotLonger);
    await expect(care.shortenCover.execute(clinic.doctor, clinic.doctor.accountId, now.id, 2)).rejects.toThrow(CoverChanged);
    expect(await care.shortenCover.execute(clinic.doctor, clinic.doctor.accountId, now.id, 1)).toMatchObject({ version: 2 });
    expect(await sees(colleague)).toBeUndefined();
    // One that has not begun ends before it does.
    const never = await care.shortenCover.execute(clinic.doctor, clinic.doctor.accountId, made.id, 1);
    expect(never.ends_at).toEqual(never.starts_at);
    const forged = care.database.inTransaction(async (transaction) => {
      await transaction.query('SELECT app.open_duties($1, $2)', [JSON.stringify(clinic.doctor), clinic.doctor.accountId]);
      await transaction.query("UPDATE cover SET ends_at = '2999-01-01' WHERE id = $1", [now.id]);
    });
    await expect(forged).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it('makes no chains: who is covered for by cover is not', async () => {
    const third = await clinic.account('doctor');
    await cover(clinic.doctor);
    await cover(colleague, { doctor: colleague, by: third });
    expect(await sees(third)).toBeUndefined();
  });

  it('ends with the relation of the doctor who is covered', async () => {
    await cover(clinic.doctor);
    await clinic.sql('UPDATE care_relation SET ends_at = now() WHERE patient_id = $1', [clinic.patientId]);
    expect(await sees(colleague)).toBeUndefined();
  });

  it('for one location counts for those whom the doctor sees there, when the chart is opened and in the list', async () => {
    const [here, there] = [v7(), v7()];
    for (const id of [here, there]) await clinic.insert('location', { id, organisation_id: clinic.organisationId, name: id, zone: 'Europe/Berlin' });
    const made = await cover(clinic.doctor, { locationId: here });
    const listed = async () => (await new ListOwnPatients(care.database, new AccessLog(care.database)).execute(colleague, { limit: 10 })).length;
    await clinic.add('visit', { started_at: inDays(-3), doctor_id: clinic.doctor.accountId, location_id: there });
    expect([await sees(colleague), await listed()]).toEqual([undefined, 0]);
    await clinic.add('visit', { started_at: inDays(-3), doctor_id: clinic.doctor.accountId, location_id: here });
    expect([await sees(colleague), await listed()]).toEqual(['Dr. Amara Okafor', 1]);
    await care.shortenCover.execute(clinic.doctor, clinic.doctor.accountId, made.id, 1);
    expect([await sees(colleague), await listed()]).toEqual([undefined, 0]);
    await expect(cover(clinic.doctor, { locationId: v7() })).rejects.toThrow(LocationNotThere);
  });

  it('is by another doctor of the same organisation, who works here', async () => {
    const elsewhere = v7();
    await clinic.insert('organisation', { id: elsewhere, name: 'Elsewhere' });
    await clinic.sql('UPDATE doctor SET organisation_id = $2 WHERE id = $1', [colleague.accountId, elsewhere]);
    await expect(cover(clinic.doctor)).rejects.toThrow(DoctorNotThere);
    await expect(cover(clinic.doctor, { by: clinic.doctor })).rejects.toThrow(DoctorNotThere);
  });

  it('is listed to the organisation, and shows who looks nothing else', async () => {
    const made = await cover(clinic.doctor);
    const desk = await clinic.account('desk');
    for (const acting of [clinic.doctor, colleague, desk, await clinic.account('nurse'), await clinic.account('auditor')]) {
      expect((await care.listCovers.execute(acting, clinic.doctor.accountId, { limit: 10 })).map(({ id }) => id)).toEqual([made.id]);
    }
    await expect(care.listCovers.execute(clinic.patient, clinic.doctor.accountId, { limit: 10 })).rejects.toThrow(DoctorUnknown);
    const seen = await care.database.inTransaction(async (transaction) => {
      await transaction.query('SELECT app.open_duties($1, $2)', [JSON.stringify(desk), clinic.doctor.accountId]);
      return transaction.query<object[]>('SELECT id FROM doctor_patient UNION ALL SELECT id FROM patient UNION ALL SELECT id FROM care_relation');
    });
    expect(seen).toEqual([]);
  });
});
