import { v7 } from 'uuid';
import type { Acting } from '@anamnesis/sign-in';
import { Announce } from '../care/announce';
import { BeginRepresentation, type NewRepresentation } from './begin-representation';
import { ChangePatient } from './change-patient';
import { PatientUnknown } from '../charts/chart.errors';
import { EndRepresentation } from './end-representation';
import { ListRepresentations } from './list-representations';
import { ListRepresented } from './list-represented';
import { ReadPatient } from './read-patient';
import { EndBeforeBeginning, MajorityUnknown, RepresentationChanged, RepresentationNotAllowed, RepresentationOver, RepresentationUnknown, RepresentativeUnknown, RepresentedAlready } from './representation.errors';
import { type Clinic, type UsersOnDatabase, usersOnDatabase } from '../testing';

let users: UsersOnDatabase;
let clinic: Clinic;
let desk: Acting;
let begin: BeginRepresentation;
let end: EndRepresentation;
let listed: ListRepresentations;

beforeAll(async () => {
  users = await usersOnDatabase();
  ({ clinic } = users);
  desk = await clinic.account('desk');
  begin = new BeginRepresentation(users.charts, new Announce());
  end = new EndRepresentation(users.charts, new Announce());
  listed = new ListRepresentations(users.charts);
});

afterAll(() => users.stop());

const year = new Date().getUTCFullYear();
const aChild = (birthDate = `${String(year - 10)}-06-15`, zone = 'Europe/Berlin') => clinic.anotherPatient({ names: [{ text: 'A Child' }], birth_date: birthDate, zone });
const wanted = (account: Acting, more: Partial<NewRepresentation> = {}): NewRepresentation => ({ accountId: account.accountId, kind: 'guardian', scope: 'full', evidence: 'birth certificate', ...more });
const read = (acting: Acting, patientId: string) => new ReadPatient(users.charts).execute(acting, patientId);
const one = async (patientId: string, id: string) => (await listed.execute(desk, patientId, id))[0]!;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

describe('acting for a patient', () => {
  it('begins at the desk with evidence, and the audit says for whom was acted', async () => {
    const [child, parent] = [await aChild(), await clinic.account('patient')];
    await expect(read(parent, child)).rejects.toThrow(PatientUnknown);
    await begin.execute(desk, child, wanted(parent));
    expect((await read(parent, child)).names).toEqual([{ text: 'A Child' }]);
    await new ChangePatient(users.charts).execute(parent, child, 1, { phone: '+49 1' });
    const entries = await clinic.sql("SELECT actor_id, on_behalf_of FROM audit.entry WHERE patient_id = $1 AND thing = 'Patient' AND action = 'update'", [child]);
    expect(entries).toEqual([{ actor_id: parent.accountId, on_behalf_of: child }]);
    const reads = await clinic.sql("SELECT DISTINCT on_behalf_of FROM audit.entry WHERE patient_id = $1 AND action = 'read' AND actor_id = $2", [child, parent.accountId]);
    expect(reads).toEqual([{ on_behalf_of: child }]);
    expect((await new ListRepresented(users.database).execute(parent)).map(({ patient_id, kind }) => [patient_id, kind])).toEqual([[child, 'guardian']]);
    expect(await clinic.sql('SELECT kind FROM announcement WHERE account_id = $1', [parent.accountId])).toEqual([{ kind: 'representation-made' }]);
  });

  it('is told to an account as what it may open: its own record too', async () => {
    expect((await new ListRepresented(users.database).execute(clinic.patient)).map(({ patient_id, kind, scope }) => [patient_id, kind, scope])).toEqual([[clinic.patientId, 'self', 'full']]);
    expect(await new ListRepresented(users.database).execute({ ...clinic.doctor, role: 'patient' })).toEqual([]);
  });

  it('a patient names a proxy themselves, and neither a guardian nor by somebody who acts for them', async () => {
    const [proxy, another] = [await clinic.account('patient'), await clinic.account('patient')];
    await expect(begin.execute(clinic.patient, clinic.patientId, wanted(proxy))).rejects.toThrow(RepresentationNotAllowed);
    await begin.execute(clinic.patient, clinic.patientId, wanted(proxy, { kind: 'proxy', evidence: 'my own word' }));
    await expect(begin.execute(proxy, clinic.patientId, wanted(another, { kind: 'proxy' }))).rejects.toThrow(RepresentationNotAllowed);
    await expect(begin.execute(clinic.patient, clinic.patientId, wanted(proxy, { kind: 'proxy' }))).rejects.toThrow(RepresentedAlready);
  });

  it('is made by nobody for themselves, and not by an admin, a doctor in care or a stranger', async () => {
    const child = await aChild();
    const both = await clinic.account('desk');
    await clinic.insert('account_role', { account_id: both.accountId, id: v7(), role: 'patient' });
    await expect(begin.execute(both, child, wanted(both))).rejects.toThrow(RepresentationNotAllowed);
    const parent = await clinic.account('patient');
    await expect(begin.execute(await clinic.account('admin'), child, wanted(parent))).rejects.toThrow(RepresentationNotAllowed);
    await expect(begin.execute(clinic.doctor, clinic.patientId, wanted(parent))).rejects.toThrow(RepresentationNotAllowed);
    await expect(begin.execute(clinic.stranger, clinic.patientId, wanted(parent))).rejects.toThrow(PatientUnknown);
    await expect(begin.execute(parent, child, wanted(await clinic.account('patient'), { kind: 'proxy' }))).rejects.toThrow(PatientUnknown);
  });

  it('is for an active account with the role of a patient that is not the patient', async () => {
    const child = await aChild();
    for (const account of [{ accountId: v7(), role: 'patient' }, await clinic.account('nurse')]) await expect(begin.execute(desk, child, wanted(account))).rejects.toThrow(RepresentativeUnknown);
    await expect(begin.execute(desk, clinic.patientId, wanted(clinic.patient, { kind: 'proxy' }))).rejects.toThrow(RepresentativeUnknown);
  });
});

describe('its end', () => {
  it.each([
    ['2012-06-15', 'Europe/Berlin', '2030-06-14T22:00:00.000Z'], ['2012-06-15', 'America/New_York', '2030-06-15T04:00:00.000Z'], ['2012-06-15', 'Pacific/Kiritimati', '2030-06-14T10:00:00.000Z'],
    // Born on a leap day: of age on 1 March.
    ['2012-02-29', 'UTC', '2030-03-01T00:00:00.000Z'], ['2012-03-01', 'UTC', '2030-03-01T00:00:00.000Z'], ['2012-02-28', 'UTC', '2030-02-28T00:00:00.000Z'],
  ])("is a child's majority (born on %s in %s) where nothing else is said", async (birthDate, zone, expected) => {
    const child = await aChild(birthDate, zone);
    const id = await begin.execute(desk, child, wanted(await clinic.account('patient')));
    expect([(await one(child, id)).ends_at?.toISOString(), (await one(child, id)).until_majority]).toEqual([expected, true]);
  });

  it('moves with a birth date and a zone that are corrected, and ends at once who turns out to be of age', async () => {
    const [child, parent] = [await aChild('2012-06-15', 'UTC'), await clinic.account('patient')];
    const id = await begin.execute(desk, child, wanted(parent));
    await clinic.sql("UPDATE patient SET birth_date = '2013-06-15', zone = 'Europe/Berlin' WHERE id = $1", [child]);
    expect((await one(child, id)).ends_at?.toISOString()).toBe('2031-06-14T22:00:00.000Z');
    await clinic.sql("UPDATE patient SET birth_date = '1990-06-15' WHERE id = $1", [child]);
    await expect(read(parent, child)).rejects.toThrow(PatientUnknown);
  });

  it('comes by itself', async () => {
    const [child, parent] = [await aChild(), await clinic.account('patient')];
    const id = await begin.execute(desk, child, wanted(parent, { endsAt: inDays(1) }));
    await read(parent, child);
    await clinic.sql("UPDATE representation SET ends_at = now() - interval '1 second' WHERE id = $1", [id]);
    await expect(read(parent, child)).rejects.toThrow(PatientUnknown);
    expect(await new ListRepresented(users.database).execute(parent)).toEqual([]);
  });

  it("has to be said of a guardian of an adult or of somebody whose day of birth is not known, and lies ahead", async () => {
    const parent = await clinic.account('patient');
    for (const patient of [await aChild('1980-01-01'), await clinic.anotherPatient(), await clinic.anotherPatient({ birth_date: '2015-01-01', birth_date_precision: 'year' })]) {
      await expect(begin.execute(desk, patient, wanted(parent))).rejects.toThrow(MajorityUnknown);
      await expect(begin.execute(desk, patient, wanted(parent, { endsAt: inDays(-1) }))).rejects.toThrow(EndBeforeBeginning);
      await begin.execute(desk, patient, wanted(parent, { endsAt: inDays(365) }));
    }
  });

  it('is brought by the desk, the patient or who acts, by the version that they read, and is never put off', async () => {
    const [parent, proxy, second] = [await clinic.account('patient'), await clinic.account('patient'), await clinic.account('patient')];
    const child = await aChild();
    const guardian = await begin.execute(desk, child, wanted(parent));
    await expect(end.execute(desk, child, guardian, 7)).rejects.toThrow(RepresentationChanged);
    await expect(end.execute(desk, child, guardian, 1, new Date('2099-01-01'))).rejects.toThrow(RepresentationNotAllowed);
    await expect(end.execute(desk, child, guardian, 1, inDays(-1))).rejects.toThrow(EndBeforeBeginning);
    await expect(end.execute(await clinic.account('admin'), child, guardian, 1)).rejects.toThrow(RepresentationNotAllowed);
    await end.execute(desk, child, guardian, 1, inDays(2));
    await end.execute(parent, child, guardian, 2);
    await expect(read(parent, child)).rejects.toThrow(PatientUnknown);
    await expect(end.execute(desk, child, guardian, 3)).rejects.toThrow(RepresentationOver);
    await expect(end.execute(desk, child, v7(), 1)).rejects.toThrow(RepresentationUnknown);
    const named = await begin.execute(clinic.patient, clinic.patientId, wanted(proxy, { kind: 'proxy' }));
    const other = await begin.execute(clinic.patient, clinic.patientId, wanted(second, { kind: 'proxy', scope: 'appointments' }));
    await expect(end.execute(proxy, clinic.patientId, other, 1)).rejects.toThrow(RepresentationNotAllowed);
    await end.execute(clinic.patient, clinic.patientId, named, 1);
    await end.execute(second, clinic.patientId, other, 1);
    await expect(read(proxy, clinic.patientId)).rejects.toThrow(PatientUnknown);
  });
});
