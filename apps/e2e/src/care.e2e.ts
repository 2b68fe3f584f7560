import { Client as Database } from 'pg';
import { type Answer, type Client, list, signedInAs, text } from './client';

let doctor: Client;
let patient: Client;
let colleague: Client;
let auditor: Client;
let owner: Database;
let patientId: string;
let path: string;
let doctorId: string;
let colleagueId: string;

beforeAll(async () => {
  [doctor, patient, colleague, auditor] = await Promise.all([signedInAs('doctor'), signedInAs('patient'), signedInAs('stranger'), signedInAs('auditor')]);
  owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  patientId = text((await patient.get('/me')).body['patientId']);
  path = `/patients/${patientId}`;
  doctorId = text((await doctor.get('/me')).body['doctorId']);
  colleagueId = text((await colleague.get('/me')).body['doctorId']);
});

afterAll(async () => {
  // Elsewhere the colleague is a stranger.
  await owner.query('UPDATE emergency_access SET until = now() WHERE doctor_id = $1', [colleagueId]);
  await owner.query('UPDATE care_relation SET ends_at = now() WHERE doctor_id = $1 AND ends_at IS NULL', [colleagueId]);
  await owner.end();
});

const ifMatch = (answer: Answer) => ({ 'if-match': String(answer.headers.get('etag')) });
const relate = () => doctor.post(`${path}/care-relations`, { doctorId: colleagueId, kind: 'consulting', reason: 'a second opinion' });
const end = (relation: Answer) => colleague.call('PATCH', String(relation.headers.get('location')), { body: { reason: 'given' }, headers: ifMatch(relation) });

describe('who is in care', () => {
  it('is said by a doctor in care, told to the patient, and ended by the one whose relation it is', async () => {
    expect((await colleague.get(path)).status).toBe(404);
    const made = await relate();
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    expect((await colleague.get(`${path}/chart`)).status).toBe(200);
    expect(JSON.stringify((await patient.get('/me/announcements?unseen=true')).body)).toContain(text(made.body['id']));
    expect(list((await patient.get(`${path}/care-relations?current=true`)).body['items']).map(({ kind }) => kind)).toEqual(['consulting', 'primary']);
    const address = String(made.headers.get('location'));
    expect((await colleague.call('PATCH', address, { body: { reason: 'given' } })).status).toBe(428);
    expect((await colleague.call('PATCH', address, { body: { reason: 'given' }, headers: { 'if-match': '"9"' } })).status).toBe(412);
    expect((await doctor.call('PATCH', address, { body: { reason: 'x' }, headers: ifMatch(made) })).status).toBe(403);
    expect((await end(made)).body).toMatchObject({ endReason: 'given', version: 2 });
    expect((await colleague.get(path)).status).toBe(404);
  });

  it('is nobody by their own word', async () => {
    expect((await colleague.post(`${path}/care-relations`, { doctorId: colleagueId, kind: 'attending', reason: 'x' })).status).toBe(404);
    const own = await doctor.post(`${path}/care-relations`, { doctorId, kind: 'attending', reason: 'x' });
    expect([own.status, own.body['code']]).toEqual([403, 'care.for-self']);
    const second = await patient.post(`${path}/care-relations`, { doctorId: colleagueId, kind: 'primary', reason: 'x' });
    expect([second.status, second.body['code']]).toEqual([409, 'care.primary-taken']);
    const wrong = await doctor.post(`${path}/care-relations`, { doctorId: 'x', kind: 'friend', patientId });
    expect(list(wrong.body['errors']).map(({ pointer }) => pointer).sort()).toEqual(['/doctorId', '/kind', '/patientId', '/reason']);
  });
});

describe('cover', () => {
  it('opens the chart to who covers, who is told for whom', async () => {
    const now = Date.now();
    const made = await doctor.post(`/doctors/${doctorId}/covers`, { coveredBy: colleagueId, startsAt: new Date(now - 60_000).toISOString(), endsAt: new Date(now + 86_400_000).toISOString() });
    expect(made.status).toBe(201);
    expect((await colleague.get(`${path}/chart`)).body['coveringFor']).toEqual([{ doctorId, name: 'Dr Ines Okafor' }]);
    expect((await colleague.post(`${path}/care-relations`, { doctorId: colleagueId, kind: 'attending', reason: 'x' })).status).toBe(403);
    const ended = await doctor.call('PATCH', String(made.headers.get('location')), { body: {}, headers: ifMatch(made) });
    expect([ended.status, ended.headers.get('etag')]).toEqual([200, '"2"']);
    expect((await colleague.get(`${path}/chart`)).status).toBe(404);
  });
});

describe('a hand-over', () => {
  it('is looked at first, and then moves whom it names, once', async () => {
    const made = await doctor.post('/patients', { names: [{ text: 'To be handed over' }] });
    const moved = text(made.body['id']);
    const preview = await doctor.get(`/doctors/${doctorId}/hand-over?to=${colleagueId}&limit=2`);
    expect([preview.status, list(preview.body['items']).length]).toEqual([200, 2]);
    const body = { to: colleagueId, patients: [moved], reason: 'nearer to them' };
    expect((await doctor.post(`/doctors/${doctorId}/hand-over`, body)).body).toEqual({ patients: 1, handedOverBefore: 0, appointments: 0 });
    expect((await doctor.post(`/doctors/${doctorId}/hand-over`, body)).body).toEqual({ patients: 0, handedOverBefore: 1, appointments: 0 });
    expect([(await doctor.get(`/patients/${moved}`)).status, (await colleague.get(`/patients/${moved}`)).status]).toEqual([404, 200]);
    expect((await colleague.post(`/doctors/${doctorId}/hand-over`, { to: colleagueId, all: true, reason: 'mine' })).status).toBe(404);
  });
});

describe('what the patient restricts', () => {
  it('is not there for who is not named, in no list and no chart, until it is lifted', async () => {
    const relation = await relate();
    const visit = await doctor.post(`${path}/visits`, { startedAt: '2026-05-02T09:00:00Z', reason: 'told in confidence', measures: [], diagnoses: [{ text: 'A confidential diagnosis' }], treatments: [] });
    const address = String(visit.headers.get('location'));
    await doctor.call('POST', `${address}/complete`, { headers: ifMatch(visit) });
    const seen = async (by: Client) => [(await by.get(address)).status, (await by.get(`${path}/chart`)).bytes.includes('confidential'), (await by.get(`${path}/visits`)).bytes.includes(text(visit.body['id']))];
    expect(await seen(colleague)).toEqual([200, true, true]);
    const made = await patient.post(`${path}/restrictions`, { kind: 'visit', id: visit.body['id'] });
    expect(made.status).toBe(201);
    expect(await seen(colleague)).toEqual([404, false, false]);
    for (const by of [doctor, patient]) expect(await seen(by)).toEqual([200, true, true]);
    expect((await colleague.get(`${path}/restrictions`)).status).toBe(403);
    const lifted = await patient.call('PATCH', String(made.headers.get('location')), { body: { lifted: true }, headers: ifMatch(made) });
    expect(lifted.status).toBe(200);
    expect(await seen(colleague)).toEqual([200, true, true]);
    expect((await end(relation)).status).toBe(200);
  });
});

describe('an emergency', () => {
  it('opens the chart and nothing else, is seen by the patient and judged by an auditor', async () => {
    const mrn = text((await doctor.get(path)).body['mrn']);
    const reason = 'found unconscious at the station';
    const none = await colleague.post('/emergency-access', { mrn: 'NO-SUCH-NUMBER', reason });
    expect([none.status, none.body]).toEqual([200, { matches: [], sayMore: false }]);
    expect((await colleague.post('/emergency-access', { mrn, name: 'x y', reason: 'short' })).status).toBe(422);
    const opened = await colleague.post('/emergency-access', { name: 'maría  LINDQVIST', birthDate: '1979-04-12', reason });
    expect(opened.body['opened']).toMatchObject({ patientId });
    const id = text(opened.body['opened']?.['id']);
    expect((await colleague.get(`${path}/chart`)).status).toBe(200);
    expect((await colleague.post(`${path}/visits`, { startedAt: '2026-05-03T09:00:00Z', reason: 'emergency', measures: [], diagnoses: [], treatments: [] })).status).toBe(201);
    expect((await colleague.post(`${path}/care-relations`, { doctorId, kind: 'attending', reason: 'x' })).status).toBe(403);
    expect((await colleague.post(`${path}/reports`, { kind: 'health-summary', format: 'pdf' })).status).toBe(403);
    expect(JSON.stringify((await patient.get(`${path}/emergency-accesses`)).body)).toContain(reason);
    const review = await auditor.get(`/emergency-access/${id}/review`);
    expect(review.body).toMatchObject({ kind: 'emergency-access', thingId: id, reason });
    expect(JSON.stringify((await auditor.get('/reviews')).body)).toContain(id);
    const judged = await auditor.call('PATCH', `/emergency-access/${id}/review`, { body: { verdict: 'justified', note: 'The ambulance confirms it.' }, headers: ifMatch(review) });
    expect(judged.body).toMatchObject({ verdict: 'justified', version: 2 });
    expect(list((await patient.get(`${path}/emergency-accesses`)).body['items'])[0]).toMatchObject({ review: { verdict: 'justified' } });
    expect((await doctor.get('/reviews')).status).toBe(403);
  });
});
