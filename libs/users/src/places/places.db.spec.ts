import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { type Clinic, type ServedAccounts, aClinic, servedAccounts } from '../testing';

jest.setTimeout(60_000);

let served: ServedAccounts;
let clinic: Clinic;
let elsewhere: Clinic;
let admin: Acting;

beforeAll(async () => {
  served = await servedAccounts();
  [clinic, elsewhere] = [await aClinic(served.database.ownerUrl), await aClinic(served.database.ownerUrl)];
  admin = await clinic.account('admin');
});
afterAll(async () => {
  await clinic.close();
  await elsewhere.close();
  await served.stop();
});

type Json = Record<string, unknown>;
const json = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Json;
const ids = async (path: string, as: Acting) => ((await json(served.ask(path, {}, as))) as unknown as { items: { id: string }[] }).items.map(({ id }) => id);
const patch = (path: string, body: object, version: number, as = admin) => served.ask(path, { method: 'PATCH', body, headers: { 'if-match': `"${String(version)}"` } }, as);

describe('an organisation', () => {
  it('is seen by those who work there, by an auditor, and by patients once they may book something', async () => {
    for (const role of ['nurse', 'desk', 'researcher', 'admin']) expect(await ids('/organisations', await clinic.account(role))).toEqual([clinic.organisationId]);
    expect(await ids('/organisations', clinic.doctor)).toEqual([clinic.organisationId]);
    expect(await ids('/organisations', await clinic.account('auditor'))).toEqual([clinic.organisationId, elsewhere.organisationId]);
    expect(await ids('/organisations', clinic.patient)).toEqual([]);
    await elsewhere.insert('appointment_type', { id: v7(), organisation_id: elsewhere.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{patient,desk}' });
    expect(await ids('/organisations', clinic.patient)).toEqual([elsewhere.organisationId]);
  });

  it('is changed by its admin, as they read it', async () => {
    const path = `/organisations/${clinic.organisationId}`;
    expect((await served.ask(path, { method: 'PATCH', body: { name: 'Other' } }, admin)).status).toBe(428);
    expect((await patch(path, { name: 'Other' }, 7)).status).toBe(412);
    expect((await patch(path, { name: 'Other' }, 1, await elsewhere.account('admin'))).status).toBe(404);
    for (const as of [clinic.doctor, await clinic.account('desk'), clinic.patient, await clinic.account('auditor')]) expect((await patch(path, { name: 'Other' }, 1, as)).status).toBe(403);
    const changed = await patch(path, { name: 'Lindenhof', phone: null }, 1);
    expect([changed.status, changed.headers.get('etag'), await json(changed)]).toEqual([200, '"2"', { id: clinic.organisationId, name: 'Lindenhof', version: 2 }]);
    expect(await clinic.sql("SELECT fields, actor_id AS actor FROM audit.entry WHERE thing = 'Organization' AND action = 'update'")).toEqual([{ fields: ['name', 'phone', 'version'], actor: admin.accountId }]);
  });

  it('is made by the command line alone', async () => {
    expect((await served.post('/organisations', { name: 'Mine' }, admin)).status).toBe(404);
  });
});

describe('a location', () => {
  const hours = [{ weekday: 1, opens: '08:00', closes: '12:00' }, { weekday: 1, opens: '13:00', closes: '17:30' }];
  const aLocation = { name: 'Main house', zone: 'Europe/Berlin', openingHours: hours, holidays: [{ date: '2026-12-25', name: 'Christmas' }], address: { line: ['Uferstrasse 1'], city: 'Berlin' } };

  it('is made, listed a page at a time, and changed as it was read', async () => {
    const made = await served.post('/locations', aLocation, admin);
    const location = await json(made);
    expect([made.status, made.headers.get('etag'), location]).toEqual([201, '"1"', { id: location['id'], organisationId: clinic.organisationId, ...aLocation, version: 1 }]);
    const second = await json(served.post('/locations', { name: 'Branch', zone: 'UTC' }, admin));
    expect(second).toMatchObject({ openingHours: [], holidays: [], address: {} });
    const { items, nextCursor } = (await json(served.ask('/locations?limit=1', {}, clinic.doctor))) as unknown as { items: Json[]; nextCursor: string };
    expect([items[0]?.['id'], await ids(`/locations?limit=1&cursor=${nextCursor}`, clinic.doctor)]).toEqual([location['id'], [second['id']]]);
    const path = `/locations/${String(location['id'])}`;
    expect((await patch(path, { zone: 'Europe/Paris' }, 2)).status).toBe(412);
    expect(await json(patch(path, { zone: 'Europe/Paris', holidays: [] }, 1))).toMatchObject({ zone: 'Europe/Paris', holidays: [], openingHours: hours, version: 2 });
    expect((await patch(path, { name: 'Theirs' }, 2, await elsewhere.account('admin'))).status).toBe(404);
    expect((await served.post('/locations', { ...aLocation, organisationId: elsewhere.organisationId }, admin)).status).toBe(422);
    expect((await served.post('/locations', aLocation, await clinic.account('desk'))).status).toBe(403);
    expect(await ids('/locations', await elsewhere.account('desk'))).toEqual([]);
    // Patients book at the other organisation only.
    expect(await ids('/locations', clinic.patient)).toEqual([]);
  });

  it.each([
    ['a zone that is none', { zone: 'Berlin' }, '/zone'],
    ['an offset for a zone', { zone: '+01:00' }, '/zone'],
    ['hours that end before they begin', { openingHours: [{ weekday: 1, opens: '12:00', closes: '08:00' }] }, '/openingHours/0/closes'],
    ['hours of no day', { openingHours: [{ weekday: 8, opens: '08:00', closes: '12:00' }] }, '/openingHours/0/weekday'],
    ['a time that is none', { openingHours: [{ weekday: 1, opens: '8', closes: '25:00' }] }, '/openingHours/0/opens'],
    ['hours that overlap', { openingHours: [...hours, { weekday: 1, opens: '11:00', closes: '13:30' }] }, '/openingHours/2'],
    ['a holiday on no day', { holidays: [{ date: '2026-02-30' }] }, '/holidays/0/date'],
    ['a holiday twice', { holidays: [{ date: '2026-12-25' }, { date: '2026-12-25' }] }, '/holidays'],
    ['what is not known', { owner: 'me' }, '/owner'],
  ])('is refused with %s', async (_, change, pointer) => {
    const answer = await json(served.post('/locations', { ...aLocation, ...change }, admin));
    expect(answer).toMatchObject({ status: 422, code: 'request.invalid' });
    expect((answer['errors'] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
  });
});

describe('an appointment type', () => {
  it('is made and changed by the admin, and shown to patients when they may book it', async () => {
    const made = await served.post('/appointment-types', { name: 'Check-up', lengthMinutes: 20, bookableBy: ['desk'] }, admin);
    const type = await json(made);
    expect([made.status, type]).toEqual([201, { id: type['id'], organisationId: clinic.organisationId, name: 'Check-up', lengthMinutes: 20, bufferMinutes: 0, bookableBy: ['desk'], version: 1 }]);
    expect(await ids('/appointment-types', clinic.patient)).not.toContain(type['id']);
    const path = `/appointment-types/${String(type['id'])}`;
    expect(await json(patch(path, { bookableBy: ['desk', 'patient'], bufferMinutes: 5 }, 1))).toMatchObject({ bookableBy: ['desk', 'patient'], bufferMinutes: 5, lengthMinutes: 20, version: 2 });
    expect((await patch(path, { lengthMinutes: 30 }, 1)).status).toBe(412);
    expect(await ids('/appointment-types', clinic.patient)).toContain(type['id']);
    expect(await ids('/appointment-types', elsewhere.doctor)).not.toContain(type['id']);
    for (const wrong of [{ lengthMinutes: 0 }, { lengthMinutes: 1e9 }, { bufferMinutes: -1 }, { bookableBy: ['researcher'] }, { name: ' ' }]) expect((await patch(path, wrong, 2)).status).toBe(422);
    expect((await patch(path, { name: 'Mine' }, 2, clinic.doctor)).status).toBe(403);
    expect(await clinic.sql("SELECT action FROM audit.entry WHERE thing = 'AppointmentType' AND thing_id = $1 ORDER BY at", [type['id']])).toEqual([{ action: 'create' }, { action: 'update' }]);
  });
});
