import { Client as Database } from 'pg';
import { Client, type Json, list, signedInAs, text } from './client';

let desk: Client;
let doctor: Client;
let patient: Client;
let admin: Client;
let stranger: Client;
let owner: Database;
let patientId: string;

beforeAll(async () => {
  [desk, doctor, patient, admin, stranger] = await Promise.all(['desk', 'doctor', 'patient', 'admin', 'stranger'].map((name) => signedInAs(name))) as [Client, Client, Client, Client, Client];
  owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  patientId = text((await patient.get('/me')).body['patientId']);
});

afterAll(() => owner.end());

const register = async (client: Client, body: object): Promise<string> => text((await client.post('/patients', body)).body['id']);
const etagOf = async (client: Client, path: string): Promise<string> => String((await client.get(path)).headers.get('etag'));
const patch = async (client: Client, path: string, body: unknown, etag?: string) => client.call('PATCH', path, { body, headers: { 'if-match': etag ?? (await etagOf(client, path)) } });
const found = async (client: Client, query: string): Promise<string[]> => list((await client.get(`/patients?${query}`)).body['items']).map((item) => text(item['id']));

describe('the search for patients', () => {
  let mine: string;
  beforeAll(async () => {
    mine = await register(desk, { names: [{ text: 'Siobhán O’Rafferty' }, { use: 'maiden', text: 'Siobhán Ní Cheallaigh' }], birthDate: '1948-11-30', mrn: `E2E-S-${String(Date.now())}` });
  });

  it.each(['siobhan', "o'rafferty", 'ORAFFERTY S', 'cheallaigh', 'raferty siobahn', 'orafferty 1948', '30.11.1948 rafferty'])('finds her for desk and admin by "%s"', async (search) => {
    for (const client of [desk, admin]) expect(await found(client, `search=${encodeURIComponent(search)}`)).toContain(mine);
  });

  it('tells what is needed to tell her from others, and nothing more', async () => {
    const [item] = list((await desk.get('/patients?search=orafferty')).body['items']);
    expect(Object.keys(item ?? {}).sort()).toEqual(['birthDate', 'id', 'mrn', 'names', 'sex', 'verification']);
  });

  it('is of the own list for a doctor, and for nobody else', async () => {
    expect(await found(doctor, 'search=orafferty')).toEqual([]);
    expect(await found(doctor, 'search=Lindquist%20maria')).toEqual([patientId]);
    for (const name of ['patient', 'nurse', 'researcher', 'auditor']) expect((await (await signedInAs(name)).get('/patients?search=orafferty')).status).toBe(403);
  });

  it('needs something to look for, refuses unknown and broken parameters, and a cursor of another list', async () => {
    expect((await desk.get('/patients')).body['code']).toBe('patient.search-missing');
    for (const query of ['search=%00', 'birthDate=1948-13', 'name=x', 'search=x&cursor=forged', `search=x&cursor=${Buffer.from('[0,"x","y"]').toString('base64url')}`]) expect((await desk.get(`/patients?${query}`)).status).toBe(422);
    expect((await doctor.get('/patients?cursor=WzEsMiwzXQ')).status).toBe(422);
  });

  it('pages', async () => {
    for (let number = 0; number < 5; number += 1) await register(desk, { names: [{ text: `Leafing ${'abcde'[number] ?? ''}` }] });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await desk.get(`/patients?search=leafing&limit=2${cursor}`);
      seen.push(...list(body['items']).map((item) => text(list(item['names'])[0]?.['text'])));
      if (!('nextCursor' in body)) break;
      cursor = `&cursor=${encodeURIComponent(text(body['nextCursor']))}`;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'].map((letter) => `Leafing ${letter}`));
  });
});

describe('changing a patient', () => {
  it('needs the version that was read', async () => {
    const path = `/patients/${await register(desk, { names: [{ text: 'Changed Once' }] })}`;
    expect((await desk.call('PATCH', path, { body: { phone: '1' } })).status).toBe(428);
    expect((await patch(desk, path, { phone: '1' }, '"7"')).status).toBe(412);
    const changed = await patch(desk, path, { names: [{ text: 'Changed Twice' }], birthDate: '1990-02' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ names: [{ text: 'Changed Twice' }], birthDate: '1990-02' });
    expect((await patch(desk, path, { birthDate: null })).body['birthDate']).toBeUndefined();
  });

  it('lets patients change their contact data, and names each field that they may not', async () => {
    const path = `/patients/${patientId}`;
    expect((await patch(patient, path, { phone: '+49 30 5550199', language: 'en' })).status).toBe(200);
    const refused = await patch(patient, path, { names: [{ text: 'Other' }], sex: 'male', phone: '1' });
    expect([refused.status, list(refused.body['errors']).map((error) => error['pointer']).sort()]).toEqual([403, ['/names', '/sex']]);
    expect((await patch(stranger, path, { phone: '1' }, '"1"')).status).toBe(404);
  });

  it.each([['patientId'], ['organisationId'], ['verification'], ['replacedBy'], ['replaced_by'], ['version'], ['id'], ['deceasedAt'], ['marks'], ['identifiers'], ['role']])('knows no field %s, whoever sends it', async (field) => {
    for (const client of [desk, admin, doctor, patient]) {
      const answer = await patch(client, `/patients/${patientId}`, { phone: '+49 30 5550199', [field]: 'x' });
      expect([answer.status, list(answer.body['errors'])[0]?.['pointer'], list(answer.body['errors'])[0]?.['code']]).toEqual([422, `/${field}`, 'unknown-field']);
    }
    expect((await desk.post('/patients', { names: [{ text: 'x' }], [field]: 'x' })).status).toBe(422);
  });
});

describe('two records of one person', () => {
  const body = { names: [{ text: 'Dorothea Zweifach' }], birthDate: '1955-05-05', sex: 'female' };
  let survivor: string;
  let duplicate: string;
  beforeAll(async () => {
    [survivor, duplicate] = [await register(desk, body), await register(doctor, body)];
  });

  it('are offered as possible duplicates, with what speaks for it', async () => {
    const [pair] = list((await desk.get(`/patients/${survivor}/duplicates`)).body['items']);
    expect([pair?.['other']?.['id'], pair?.['agrees']]).toEqual([duplicate, ['names', 'birthDate', 'sex']]);
    const all = list((await admin.get('/duplicates?limit=200')).body['items']);
    expect(all.some((one) => [one['patient']?.['id'], one['other']?.['id']].includes(duplicate as unknown as Json))).toBe(true);
    expect((await doctor.get(`/patients/${survivor}/duplicates`)).status).toBe(403);
  });

  it('are merged by the desk alone: what was recorded on either is read through the survivor', async () => {
    await doctor.post(`/patients/${duplicate}/visits`, { startedAt: '2026-03-02T09:00:00Z', reason: 'before the merge' });
    expect((await admin.post(`/patients/${survivor}/merge`, { duplicate, reason: 'x' })).status).toBe(403);
    const before = await doctor.get(`/patients/${duplicate}/chart`);
    const merged = await desk.post(`/patients/${survivor}/merge`, { duplicate, reason: 'the same person' });
    expect([merged.status, merged.body]).toEqual([200, { survivorId: survivor, replacedId: duplicate }]);
    const chart = await doctor.get(`/patients/${survivor}/chart`);
    expect([before.status, chart.status]).toEqual([200, 200]);
    expect(JSON.stringify((await doctor.get(`/patients/${survivor}/visits`)).body)).toContain('before the merge');
    expect(await found(doctor, 'search=zweifach')).toEqual([survivor]);
    expect(await found(desk, 'search=zweifach')).toEqual([survivor]);
  });

  it('then answer 308 at the old address to those who may know it, and 404 to others', async () => {
    for (const suffix of ['', '/chart', '/visits?limit=3']) {
      const moved = await doctor.get(`/patients/${duplicate}${suffix}`);
      expect([moved.status, moved.headers.get('location')]).toEqual([308, `/patients/${survivor}${suffix}`]);
      expect((await stranger.get(`/patients/${duplicate}${suffix}`)).status).toBe(404);
    }
    expect((await desk.get(`/patients/${duplicate}`)).status).toBe(308);
  });

  it('are parted again, as they were', async () => {
    const parted = await desk.call('DELETE', `/patients/${duplicate}/merge`, { body: { reason: 'two people after all' } });
    expect(parted.status).toBe(200);
    expect((await doctor.get(`/patients/${duplicate}`)).status).toBe(200);
    expect((await doctor.get(`/patients/${survivor}`)).status).toBe(404);
    expect((await desk.call('DELETE', `/patients/${duplicate}/merge`, { body: { reason: 'again' } })).body['code']).toBe('merge.not-merged');
    expect(JSON.stringify((await doctor.get(`/patients/${duplicate}/visits`)).body)).toContain('before the merge');
  });

  it('are not offered again when somebody has said that they are two', async () => {
    expect((await desk.call('PUT', `/patients/${survivor}/duplicates/${duplicate}`, { body: { samePerson: false } })).status).toBe(204);
    expect((await desk.get(`/patients/${survivor}/duplicates`)).body['items']).toEqual([]);
  });

  it('say which one goes on, and why', async () => {
    for (const wrong of [{}, { into: survivor }, { into: survivor, duplicate, reason: 'x' }, { reason: 'x' }, { into: 'x', reason: 'x' }]) expect((await desk.post(`/patients/${duplicate}/merge`, wrong)).status).toBe(422);
    expect((await desk.post(`/patients/${duplicate}/merge`, { into: duplicate, reason: 'x' })).body['code']).toBe('merge.same-patient');
  });
});

describe('acting for somebody', () => {
  it('is laid down by the desk; then the account reads as it says, the audit names both, and it ends by the version that was read', async () => {
    const child = await register(desk, { names: [{ text: 'Represented Child' }], birthDate: `${String(new Date().getFullYear() - 9)}-02-28`, zone: 'Europe/Berlin' });
    const accountId = text((await patient.get('/me')).body['id']);
    expect((await patient.get(`/patients/${child}`)).status).toBe(404);
    const made = await desk.post(`/patients/${child}/representations`, { accountId, kind: 'guardian', scope: 'full', evidence: 'birth certificate' });
    expect([made.status, made.body]).toMatchObject([201, { kind: 'guardian', untilMajority: true, version: 1 }]);
    expect((await patient.get(`/patients/${child}`)).status).toBe(200);
    expect(list((await patient.get('/me/patients')).body['items']).map((item) => [item['patientId'], item['kind']])).toEqual([[patientId, 'self'], [child, 'guardian']]);
    const { rows } = await owner.query("SELECT DISTINCT actor_id, on_behalf_of FROM audit.entry WHERE patient_id = $1 AND action = 'read' AND actor_role = 'patient'", [child]);
    expect(rows).toEqual([{ actor_id: accountId, on_behalf_of: child }]);
    expect((await patch(patient, `/patients/${child}`, { phone: '+49 30 1' })).status).toBe(200);
    const changes = await owner.query("SELECT actor_id, on_behalf_of FROM audit.entry WHERE patient_id = $1 AND thing = 'Patient' AND action = 'update'", [child]);
    expect(changes.rows).toEqual([{ actor_id: accountId, on_behalf_of: child }]);
    const location = String(made.headers.get('location'));
    expect((await desk.call('PATCH', location, { body: {} })).status).toBe(428);
    expect((await patch(desk, location, {})).status).toBe(204);
    expect((await patient.get(`/patients/${child}`)).status).toBe(404);
  });
});

describe('doctors', () => {
  it('are found by patients, without licence and phone, and keep their hours and absences', async () => {
    const [listed] = list((await patient.get('/doctors?search=okafor')).body['items']);
    const path = `/doctors/${text(listed?.['id'])}`;
    expect(Object.keys((await patient.get(path)).body).sort()).toEqual(['id', 'names', 'organisationId', 'specialty', 'version']);
    expect((await desk.get(path)).body).toHaveProperty('phone');
    expect((await patch(admin, path, { licence: 'L-1' })).body['licence']).toBe('L-1');
    expect((await patch(doctor, path, { licence: 'L-2' })).status).toBe(403);
    const { rows } = await owner.query<{ id: string }>('SELECT l.id FROM location l JOIN doctor d ON d.organisation_id = l.organisation_id WHERE d.id = $1', [listed?.['id']]);
    const hours = [{ locationId: rows[0]?.id, weekday: 1, opens: '09:00', closes: '12:30', validFrom: '2026-01-01' }];
    const kept = await doctor.call('PUT', `${path}/working-hours`, { body: { hours }, headers: { 'if-match': await etagOf(doctor, path) } });
    expect([kept.status, kept.body]).toEqual([200, { hours }]);
    expect((await patient.get(`${path}/working-hours`)).body).toEqual({ hours });
    expect((await doctor.call('PUT', `${path}/working-hours`, { body: { hours: [...hours, ...hours] }, headers: { 'if-match': await etagOf(doctor, path) } })).status).toBe(422);
    const absence = await desk.post(`${path}/absences`, { startsAt: '2099-01-01T00:00:00Z', endsAt: '2099-01-08T00:00:00Z', kind: 'holiday' });
    expect(absence.status).toBe(201);
    expect((await patch(doctor, String(absence.headers.get('location')), { cancelled: true }, '"1"')).body['cancelledAt']).toBeDefined();
    expect((await patient.get(`${path}/absences`)).status).toBe(403);
  });
});
