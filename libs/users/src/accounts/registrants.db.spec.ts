import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { type Clinic, type ServedAccounts, aClinic, servedAccounts } from '../testing';

jest.setTimeout(60_000);

let served: ServedAccounts;
let clinic: Clinic;
let desk: Acting;
/** A record that is there, with a contact address, and in the doctor's care. */
let record: string;

beforeAll(async () => {
  served = await servedAccounts();
});
afterAll(() => served.stop());
beforeEach(async () => {
  await served.forgetLimits();
  clinic = await aClinic(served.database.ownerUrl);
  desk = await clinic.account('desk');
  record = await aRecord();
});
afterEach(() => clinic.close());

type Json = Record<string, unknown>;
const json = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Json;
const password = 'a long walk by the river';
let number = 0;
const anAddress = () => `person-${String((number += 1))}@example.org`;

async function aRecord(email = `record-${String(number)}@example.org`): Promise<string> {
  const id = await clinic.anotherPatient({ email, names: [{ text: 'Nora Amsel' }], birth_date: '1980-05-01' });
  await clinic.insert('care_relation', { patient_id: id, id: v7(), doctor_id: clinic.doctor.accountId, kind: 'primary', starts_at: '2020-01-01', reason: 'registered' });
  await clinic.insert('visit', { patient_id: id, id: v7(), started_at: '2026-01-01', patient_visible_from: '2026-01-01' });
  return id;
}

interface Registrant {
  readonly accountId: string;
  readonly patientId: string;
  readonly token: string;
  readonly as: Acting;
}

/** Somebody who registered themselves, as it goes. */
async function aRegistrant(): Promise<Registrant> {
  const email = anAddress();
  await served.post('/auth/register', { email, names: [{ text: 'Nora Amsel' }], organisationId: clinic.organisationId });
  await served.post('/auth/confirm', { token: (await served.mailTo(email)).at(-1)?.token, password });
  const token = String((await json(served.post('/auth/login', { username: email, password })))['accessToken']);
  const me = await json(served.ask('/me', {}, token));
  return { accountId: String(me['id']), patientId: String(me['patientId']), token, as: { accountId: String(me['id']), role: 'patient' } };
}

const tie = (registrationId: string, patientId: string, as: Acting) => served.post(`/registrations/${registrationId}/tie`, { patientId, reason: 'Passport shown at the desk' }, as);
const verify = (registrationId: string, as: Acting) => served.post(`/registrations/${registrationId}/verify`, { reason: 'Passport shown at the desk' }, as);
const waiting = async (as = desk) => ((await json(served.ask('/registrations', {}, as))) as unknown as { items: { id: string }[] }).items.map(({ id }) => id);

describe('whoever registered themselves', () => {
  it('is seen by the desk of their organisation, a page at a time, until somebody says who they are', async () => {
    const [first, second] = [await aRegistrant(), await aRegistrant()];
    expect(await waiting()).toEqual([first.patientId, second.patientId]);
    const page = (await json(served.ask('/registrations?limit=1', {}, desk))) as unknown as { items: Json[]; nextCursor: string };
    expect(page.items).toEqual([{ id: first.patientId, names: [{ text: 'Nora Amsel' }], email: expect.any(String) as string, registeredAt: expect.any(String) as string }]);
    expect(await json(served.ask(`/registrations?cursor=${page.nextCursor}`, {}, desk))).toMatchObject({ items: [{ id: second.patientId }] });
    const elsewhere = await aClinic(served.database.ownerUrl);
    expect(await waiting(await elsewhere.account('desk'))).toEqual([]);
    await elsewhere.close();
    for (const as of [clinic.doctor, clinic.patient, await clinic.account('admin')]) expect((await served.ask('/registrations', {}, as)).status).toBe(403);
    expect(await clinic.sql("SELECT actor_id AS actor FROM audit.entry WHERE action = 'read' AND patient_id = $1 AND actor_role = 'desk'", [first.patientId])).toContainEqual({ actor: desk.accountId });
    expect((await verify(first.patientId, desk)).status).toBe(204);
    expect(await waiting()).toEqual([second.patientId]);
    expect(await json(served.ask(`/patients/${first.patientId}`, {}, first.token))).toMatchObject({ verification: 'verified' });
  });

  it('reads nothing of their record before the desk has tied their account to it, and all of it from then on', async () => {
    const { accountId, patientId, token, as } = await aRegistrant();
    const visits = async () => (await clinic.sql<{ visits: string }>('SELECT count(*) AS visits FROM visit WHERE patient_id = $1', [record]))[0]?.visits;
    expect(await visits()).toBe('1');
    expect((await served.ask(`/patients/${record}`, {}, token)).status).toBe(404);
    expect((await tie(patientId, record, desk)).status).toBe(204);
    expect(await json(served.ask(`/patients/${record}`, {}, token))).toMatchObject({ id: record, verification: 'verified' });
    expect(await json(served.ask('/me', {}, token))).toMatchObject({ patientId: record });
    // What was registered goes on under the record, by its link.
    const moved = await served.ask(`/patients/${patientId}`, {}, token);
    expect(moved.redirected || moved.status === 308).toBe(true);
    expect(await clinic.sql('SELECT replaced_by AS by, verification FROM patient WHERE id = $1', [patientId])).toEqual([{ by: record, verification: 'unverified' }]);
    expect(await clinic.sql('SELECT patient_id AS id FROM patient_account WHERE account_id = $1', [accountId])).toEqual([{ id: record }]);
    const entries = await clinic.sql<Json>("SELECT thing, action, patient_id AS patient, reason FROM audit.entry WHERE actor_id = $1 AND action <> 'read' ORDER BY thing, action, patient_id = $2", [desk.accountId, record]);
    const reason = 'Passport shown at the desk';
    expect(entries).toEqual([
      { thing: 'Announcement', action: 'create', patient: '00000000-0000-0000-0000-000000000000', reason },
      // To the address of the record, and to the one who registered.
      { thing: 'Mail', action: 'create', patient: '00000000-0000-0000-0000-000000000000', reason },
      { thing: 'Mail', action: 'create', patient: '00000000-0000-0000-0000-000000000000', reason },
      { thing: 'Patient', action: 'update', patient: patientId, reason },
      { thing: 'PatientAccount', action: 'create', patient: record, reason },
      { thing: 'PatientAccount', action: 'delete', patient: patientId, reason },
      { thing: 'Review', action: 'create', patient: record, reason },
    ]);
    expect(await clinic.sql('SELECT kind, thing_id AS thing, made_by AS by, reason FROM review WHERE patient_id = $1', [record])).toEqual([{ kind: 'tie', thing: accountId, by: desk.accountId, reason }]);
    expect(await json(served.ask('/me/announcements', {}, token))).toMatchObject({ items: [{ kind: 'record-tied' }] });
    expect(as.role).toBe('patient');
  });

  it('is tied by a doctor in care of the record; by none who only covers, came in an emergency, or is a stranger', async () => {
    const { patientId } = await aRegistrant();
    const [covering, emergency] = [await clinic.account('doctor'), await clinic.account('doctor')];
    await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: covering.accountId, starts_at: '2026-01-01', ends_at: '2036-01-01' });
    await clinic.insert('emergency_access', { patient_id: record, id: v7(), doctor_id: emergency.accountId, reason: 'unconscious', until: '2036-01-01' });
    for (const as of [clinic.stranger, covering, emergency]) expect((await tie(patientId, record, as)).status).toBe(404);
    for (const as of [await clinic.account('admin'), await clinic.account('nurse'), await clinic.account('auditor'), clinic.patient]) expect((await tie(patientId, record, as)).status).toBe(403);
    expect((await verify(patientId, clinic.doctor)).status).toBe(403);
    expect((await tie(patientId, record, clinic.doctor)).status).toBe(204);
  });

  it('is tied to no record that has an account, is unverified, was merged, is elsewhere, or is not there: and none of these is told apart from the last', async () => {
    const { patientId } = await aRegistrant();
    const other = await aRegistrant();
    const elsewhere = await aClinic(served.database.ownerUrl);
    const merged = await clinic.anotherPatient({ replaced_by: record });
    for (const target of [other.patientId, elsewhere.patientId, merged, v7()]) expect(await json(tie(patientId, target, desk))).toMatchObject({ status: 404, code: 'registration.unknown' });
    expect(await json(tie(patientId, clinic.patientId, desk))).toMatchObject({ status: 409, code: 'patient.has-account' });
    const theirDesk = await elsewhere.account('desk');
    expect((await tie(patientId, record, theirDesk)).status).toBe(404);
    // Neither is somebody who was tied already, or never registered, tied again.
    expect((await tie(patientId, record, desk)).status).toBe(204);
    expect((await tie(patientId, record, desk)).status).toBe(404);
    expect((await tie(clinic.patientId, await clinic.anotherPatient(), desk)).status).toBe(404);
    await elsewhere.close();
    expect(await clinic.sql("SELECT actor_id AS actor FROM audit.entry WHERE action = 'refused' AND thing = 'Patient' AND patient_id = $1 AND actor_id = $2", [merged, desk.accountId])).toHaveLength(1);
  });

  it('is tied by nobody for themselves, nor for somebody whom they act for', async () => {
    const own = await aRegistrant();
    await clinic.insert('account_role', { account_id: own.accountId, id: v7(), role: 'desk', organisation_id: clinic.organisationId });
    const asDesk: Acting = { accountId: own.accountId, role: 'desk' };
    expect(await json(tie(own.patientId, record, asDesk))).toMatchObject({ status: 403, code: 'access.not-for-oneself' });
    expect(await json(verify(own.patientId, asDesk))).toMatchObject({ status: 403 });
    const child = await aRegistrant();
    await clinic.insert('representation', { patient_id: record, id: v7(), account_id: desk.accountId, kind: 'guardian', scope: 'full', starts_at: '2020-01-01', evidence: 'birth certificate' });
    expect(await json(tie(child.patientId, record, desk))).toMatchObject({ status: 403 });
  });

  it('is one of two at once, for one record', async () => {
    const [one, another] = [await aRegistrant(), await aRegistrant()];
    const answers = await Promise.all([tie(one.patientId, record, desk), tie(another.patientId, record, desk), tie(one.patientId, record, clinic.doctor)]);
    expect(answers.map(({ status }) => status).sort()[0]).toBe(204);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(await clinic.sql('SELECT account_id FROM patient_account WHERE patient_id = $1', [record])).toHaveLength(1);
  });

  it('is announced to the address that the record had until then', async () => {
    const contact = anAddress();
    const known = await aRecord(contact);
    await tie((await aRegistrant()).patientId, known, desk);
    expect(await served.mailTo(contact)).toEqual([expect.objectContaining({ subject: 'An account was connected', token: undefined })]);
  });

  it('is announced to the address before, where somebody changed it shortly before', async () => {
    const [before, contact] = [anAddress(), anAddress()];
    const known = await aRecord(before);
    await clinic.sql('UPDATE patient SET email = $2 WHERE id = $1', [known, contact]);
    await tie((await aRegistrant()).patientId, known, desk);
    for (const address of [before, contact]) expect((await served.mailTo(address)).map(({ subject }) => subject)).toEqual(['An account was connected']);
  });
});

describe('a patient who is invited', () => {
  const invite = (patientId: string, email: string, as = desk) => served.post('/invitations', { kind: 'patient', patientId, email }, as);
  const accept = async (email: string, more: object = {}) => served.post('/auth/confirm', { token: (await served.mailTo(email)).at(-1)?.token, password, ...more });

  it('by the desk or a doctor in care, at the address that they gave, has an account that is their record’s', async () => {
    const email = anAddress();
    const invited = await invite(record, email);
    expect([invited.status, await json(invited)]).toMatchObject([201, { kind: 'patient', patientId: record, email, status: 'open' }]);
    expect(await clinic.sql('SELECT kind, made_by AS by FROM review WHERE patient_id = $1', [record])).toEqual([{ kind: 'tie', by: desk.accountId }]);
    expect((await accept(email, { names: [{ text: 'Somebody Else' }] })).status).toBe(201);
    const token = String((await json(served.post('/auth/login', { username: email, password })))['accessToken']);
    expect(await json(served.ask('/me', {}, token))).toMatchObject({ patientId: record, names: [{ text: 'Nora Amsel' }], roles: ['patient'] });
    expect(await json(served.ask(`/patients/${record}`, {}, token))).toMatchObject({ id: record, names: [{ text: 'Nora Amsel' }], verification: 'verified' });
    const ofDoctor = await clinic.anotherPatient();
    await clinic.insert('care_relation', { patient_id: ofDoctor, id: v7(), doctor_id: clinic.doctor.accountId, kind: 'attending', starts_at: '2020-01-01', reason: 'seen' });
    expect((await invite(ofDoctor, anAddress(), clinic.doctor)).status).toBe(201);
    const { items } = (await json(served.ask('/invitations', {}, clinic.doctor))) as unknown as { items: { patientId: string }[] };
    expect(items.map(({ patientId }) => patientId)).toEqual([ofDoctor]);
  });

  it('is told at the old address, where another one was given', async () => {
    const [contact, email] = [anAddress(), anAddress()];
    const known = await aRecord(contact);
    await invite(known, email);
    await accept(email);
    expect((await served.mailTo(contact)).map(({ subject }) => subject)).toEqual(['An account was connected']);
  });

  it('is invited by nobody who may not, and never by oneself for oneself', async () => {
    const elsewhere = await aClinic(served.database.ownerUrl);
    const emergency = await clinic.account('doctor');
    await clinic.insert('emergency_access', { patient_id: record, id: v7(), doctor_id: emergency.accountId, reason: 'unconscious', until: '2036-01-01' });
    for (const as of [clinic.stranger, emergency, await elsewhere.account('desk')]) expect((await invite(record, anAddress(), as)).status).toBe(404);
    expect((await invite(v7(), anAddress())).status).toBe(404);
    expect(await json(invite(clinic.patientId, anAddress()))).toMatchObject({ status: 409, code: 'patient.has-account' });
    const mine = anAddress();
    await clinic.insert('email_key', { email_key: mine, account_id: desk.accountId });
    expect(await json(invite(record, mine))).toMatchObject({ status: 403, code: 'access.not-for-oneself' });
    await elsewhere.close();
  });

  it('gets in by no link that was withdrawn, whose sender was disabled, or whose record has an account meanwhile', async () => {
    const emails = [anAddress(), anAddress(), anAddress(), anAddress()];
    const other = await clinic.account('desk');
    const [withdrawn, bySomebodyGone, late, first] = [await invite(record, emails[0] ?? ''), await invite(record, emails[1] ?? '', other), await invite(record, emails[2] ?? ''), await invite(record, emails[3] ?? '')];
    expect([bySomebodyGone, late, first].map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await served.ask(String(withdrawn.headers.get('location')), { method: 'DELETE' }, desk)).status).toBe(204);
    await clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [other.accountId]);
    const codes = [];
    for (const email of [emails[0], emails[1], emails[3], emails[2]]) codes.push((await json(accept(email ?? '')))['code'] ?? 'in');
    expect(codes).toEqual(['link.unusable', 'link.unusable', 'in', 'link.unusable']);
    // And leaves nothing behind.
    expect(await clinic.sql('SELECT id FROM account WHERE email = ANY ($1)', [emails])).toHaveLength(1);
  });
});
