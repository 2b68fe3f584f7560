import { v7 } from 'uuid';
import type { Acting } from '@anamnesis/sign-in';
import { AddAbsence } from './add-absence';
import { ChangeAbsence } from './change-absence';
import { ChangeDoctor } from './change-doctor';
import { AbsenceCancelled, AbsenceEndsFirst, AbsenceUnknown, DoctorChangeNotAllowed, DoctorChanged, DoctorUnknown, HoursOverlap, LocationElsewhere } from './doctor.errors';
import { Doctors } from './doctors';
import { ListAbsences } from './list-absences';
import { ListDoctors } from './list-doctors';
import { ReadDoctor } from './read-doctor';
import { ReadWorkingHours } from './read-working-hours';
import { ReplaceWorkingHours } from './replace-working-hours';
import { type Clinic, type UsersOnDatabase, usersOnDatabase } from '../testing';

let users: UsersOnDatabase;
let clinic: Clinic;
let doctors: Doctors;
let admin: Acting;
let desk: Acting;
let elsewhere: Acting;
let locationId: string;

beforeAll(async () => {
  users = await usersOnDatabase();
  ({ clinic } = users);
  doctors = new Doctors(users.database);
  [admin, desk, elsewhere] = [await clinic.account('admin'), await clinic.account('desk'), await clinic.account('desk')];
  const organisationId = v7();
  await clinic.insert('organisation', { id: organisationId, name: 'Elsewhere' });
  await clinic.sql('UPDATE account_role SET organisation_id = $2 WHERE account_id = $1', [elsewhere.accountId, organisationId]);
  locationId = v7();
  await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'Main house', zone: 'Europe/Berlin' });
});

afterAll(() => users.stop());

const doctorId = () => clinic.doctor.accountId;
const list = async (acting: Acting, fields: object = {}) => (await new ListDoctors(users.database).execute(acting, { limit: 100, ...fields })).map(({ id }) => id);
const read = (acting: Acting, id = doctorId()) => new ReadDoctor(doctors).execute(acting, id);
const version = async () => (await read(admin)).doctor.version;

describe('doctors', () => {
  it('are found by the beginnings of their names and by specialty, by staff and by patients of the organisation', async () => {
    for (const acting of [clinic.patient, desk, admin, clinic.doctor, await clinic.account('nurse')]) {
      expect(await list(acting, { search: 'okafor ama' })).toEqual([doctorId()]);
      expect(await list(acting, { search: 'okafor', specialty: 'family MEDICINE' })).toEqual([doctorId()]);
    }
    expect(await list(desk, { search: 'okafor', specialty: 'surgery' })).toEqual([]);
    expect(await list(desk, { search: '%' })).toEqual([]);
  });

  it('of another organisation, and who has left, are nobody for patients', async () => {
    expect(await list(elsewhere)).toEqual([]);
    expect(await list(await clinic.account('patient'))).toEqual([]);
    await expect(read(elsewhere)).rejects.toThrow(DoctorUnknown);
    const left = await clinic.account('doctor');
    await clinic.sql("UPDATE doctor SET status = 'left' WHERE id = $1", [left.accountId]);
    expect(await list(desk)).not.toContain(left.accountId);
    await expect(read(clinic.patient, left.accountId)).rejects.toThrow(DoctorUnknown);
    expect((await read(desk, left.accountId)).way).toBe('organisation');
    await expect(read(desk, v7())).rejects.toThrow(DoctorUnknown);
  });

  it('are told apart by how the caller comes to them', async () => {
    expect([(await read(clinic.patient)).way, (await read(clinic.stranger)).way, (await read(clinic.doctor)).way, (await read(admin)).way]).toEqual(['patient', 'colleague', 'own', 'organisation']);
  });

  it('change their phone, and an admin the rest, with an audit entry of who did it', async () => {
    const change = async (acting: Acting, changes: object) => new ChangeDoctor(doctors).execute(acting, doctorId(), await version(), changes);
    await change(clinic.doctor, { phone: '+49 30 1' });
    await expect(change(clinic.doctor, { licence: 'L-1', specialty: 'surgery' })).rejects.toThrow(DoctorChangeNotAllowed);
    await change(admin, { licence: 'L-1', names: [{ text: 'Dr. Amara Okafor' }] });
    for (const acting of [desk, clinic.stranger, clinic.patient]) await expect(change(acting, { phone: '1' })).rejects.toThrow(DoctorChangeNotAllowed);
    await expect(new ChangeDoctor(doctors).execute(admin, doctorId(), 1, { phone: '1' })).rejects.toThrow(DoctorChanged);
    expect((await read(admin)).doctor).toMatchObject({ phone: '+49 30 1', licence: 'L-1' });
    expect(await clinic.sql("SELECT fields FROM audit.entry WHERE thing = 'Practitioner' AND action = 'update' AND actor_id = $1", [clinic.doctor.accountId])).toEqual([{ fields: ['phone', 'version'] }]);
  });
});

describe('working hours', () => {
  const monday = () => ({ locationId, weekday: 1, opens: '09:00', closes: '12:00', validFrom: '2026-01-01' });
  const replace = async (acting: Acting, hours: readonly ReturnType<typeof monday>[], id = doctorId()) => new ReplaceWorkingHours(doctors).execute(acting, id, await version(), hours);

  it('are replaced as a whole by the doctor, the desk or an admin, and read by patients too', async () => {
    for (const acting of [clinic.doctor, desk, admin]) await replace(acting, [monday(), { ...monday(), weekday: 2, closes: '24:00' }]);
    expect((await new ReadWorkingHours(doctors).execute(clinic.patient, doctorId())).hours).toEqual([monday(), { ...monday(), weekday: 2, closes: '24:00' }]);
    for (const acting of [clinic.stranger, clinic.patient]) await expect(replace(acting, [])).rejects.toThrow(DoctorChangeNotAllowed);
    await expect(replace(elsewhere, [])).rejects.toThrow(DoctorUnknown);
  });

  it('keep those that are over', async () => {
    await clinic.insert('working_hours', { doctor_id: doctorId(), id: v7(), location_id: locationId, weekday: 3, opens: '09:00', closes: '10:00', valid_from: '2020-01-01', valid_to: '2020-12-31' });
    await replace(desk, []);
    expect(await clinic.sql('SELECT weekday FROM working_hours WHERE doctor_id = $1', [doctorId()])).toEqual([{ weekday: 3 }]);
    expect((await new ReadWorkingHours(doctors).execute(desk, doctorId())).hours).toEqual([]);
  });

  it('are refused where they overlap, at a place of another organisation, and where the doctor was changed meanwhile', async () => {
    await expect(replace(desk, [monday(), monday()])).rejects.toThrow(HoursOverlap);
    await expect(replace(desk, [{ ...monday(), locationId: v7() }])).rejects.toThrow(LocationElsewhere);
    const known = await version();
    const both = await Promise.allSettled([1, 2].map(() => new ReplaceWorkingHours(doctors).execute(desk, doctorId(), known, [monday()])));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await new ReadWorkingHours(doctors).execute(desk, doctorId())).hours).toHaveLength(1);
  });
});

describe('absences', () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  const add = (acting: Acting, from: number, to: number) => new AddAbsence(doctors).execute(acting, doctorId(), { startsAt: day(from), endsAt: day(to), kind: 'holiday' });
  const change = (acting: Acting, id: string, read: number, changes: object) => new ChangeAbsence(doctors).execute(acting, doctorId(), id, read, changes);

  it('are added and changed by the doctor, the desk or an admin, and seen by staff alone', async () => {
    const made = [await add(clinic.doctor, 1, 2), await add(desk, 3, 4), await add(admin, -4, -3)];
    expect((await new ListAbsences(doctors).execute(clinic.stranger, doctorId(), new Date())).map(({ id }) => id)).toEqual(made.slice(0, 2).map(({ id }) => id));
    await expect(new ListAbsences(doctors).execute(clinic.patient, doctorId(), new Date())).rejects.toThrow(DoctorUnknown);
    await expect(add(clinic.stranger, 1, 2)).rejects.toThrow(DoctorChangeNotAllowed);
    await expect(add(elsewhere, 1, 2)).rejects.toThrow(DoctorUnknown);
  });

  it('end after they begin, by the version that was read, and are taken back once', async () => {
    await expect(add(desk, 2, 2)).rejects.toThrow(AbsenceEndsFirst);
    const { id } = await add(desk, 10, 12);
    await expect(change(desk, id, 1, { endsAt: day(9) })).rejects.toThrow(AbsenceEndsFirst);
    await expect(change(desk, id, 9, { kind: 'illness' })).rejects.toThrow(DoctorChanged);
    await expect(change(desk, v7(), 1, { kind: 'illness' })).rejects.toThrow(AbsenceUnknown);
    expect(await change(clinic.doctor, id, 1, { kind: 'illness' })).toMatchObject({ kind: 'illness', version: 2 });
    await change(admin, id, 2, { cancelled: true });
    await expect(change(admin, id, 3, { kind: 'holiday' })).rejects.toThrow(AbsenceCancelled);
    expect((await new ListAbsences(doctors).execute(desk, doctorId(), new Date())).map((absence) => absence.id)).not.toContain(id);
  });
});
