import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { Client as Database } from 'pg';
import { type Answer, type Client, type Json, list, signedInAs, text } from './client';

/** Five take part, as few as may share a class; all of them in one class, so that the first release has them. */
const k = 5;
const design = {
  k,
  cadence: 'month',
  datePrecision: 'month',
  schedule: { cron: '0 3 1 * *', zone: 'Europe/Berlin' },
  classes: [[]],
  waitMonths: 6,
  consent: { version: 2, texts: { en: 'I agree that my measures are used, without my name, to learn about blood pressure.', de: 'Ich stimme zu.' } },
};
const bloodPressure = [{ code: '85354-9', components: [{ code: '8480-6', value: 141, unit: 'mmHg' }, { code: '8462-4', value: 92, unit: 'mmHg' }] }];

let admin: Client;
let researcher: Client;
let patient: Client;
let doctor: Client;
let desk: Client;
let auditor: Client;
let owner: Database;
let patientId: string;
let study: string;

beforeAll(async () => {
  [admin, researcher, patient, doctor, desk, auditor] = await Promise.all([signedInAs('admin'), signedInAs('researcher'), signedInAs('patient'), signedInAs('doctor'), signedInAs('desk'), signedInAs('auditor')]);
  owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  patientId = text((await patient.get('/me')).body['patientId']);
});

afterAll(() => owner.end());

const ifMatch = (answer: Answer) => ({ 'if-match': String(answer.headers.get('etag')) });
const draft = async (changes: object = {}) => String((await admin.post('/studies', { title: 'Blood pressure', purpose: 'To learn how it changes.', design: { ...design, ...changes } })).headers.get('location'));
const consentTo = (whose: string) => `/patients/${whose}/participations/${study.split('/').at(-1) ?? ''}`;
const run = async (): Promise<Json> => {
  const asked = await admin.post(`${study}/extractions`, {});
  expect(asked.status).toBe(202);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { body } = await admin.get(String(asked.headers.get('location')));
    if (!['queued', 'running'].includes(text(body['status']))) return body;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The extraction did not end in 40 s');
};

/** Somebody who was seen once, and whose consent on paper the desk has written down. */
async function aParticipantOnPaper(place: number): Promise<string> {
  const id = text((await doctor.post('/patients', { names: [{ text: `Paper ${String(place)}` }], birthDate: '1971-02-03', sex: 'female' })).body['id']);
  const visit = await doctor.post(`/patients/${id}/visits`, { startedAt: '2026-04-02T09:00:00Z', reason: 'check-up', measures: bloodPressure, diagnoses: [], treatments: [] });
  await doctor.call('POST', `${String(visit.headers.get('location'))}/complete`, { headers: { 'if-match': '"1"' } });
  const consent = await desk.call('PUT', consentTo(id), { body: { textVersion: 2, language: 'de' } });
  expect([consent.status, consent.body['consent']?.['givenBy']]).toEqual([200, 'paper']);
  return id;
}

describe('a study', () => {
  it('is refused opening with all its faults at once, and opened when they are mended', async () => {
    study = await draft({ k: 3, datePrecision: 'day', schedule: { cron: '0 0 31 2 *', zone: 'Europe/Berlin' } });
    const read = await admin.get(study);
    const refused = await admin.call('POST', `${study}/open`, { headers: ifMatch(read) });
    expect([refused.status, refused.body['code'], list(refused.body['errors']).map((error) => error['pointer'])]).toEqual([422, 'study.design-refused', ['/design/k', '/design/schedule/cron', '/design/datePrecision']]);
    expect((await patient.get(study)).status).toBe(404);
    const mended = await admin.call('PATCH', study, { body: { design }, headers: ifMatch(read) });
    const opened = await admin.call('POST', `${study}/open`, { headers: ifMatch(mended) });
    expect([opened.status, opened.body['status']]).toEqual([200, 'open']);
    expect((await admin.call('PATCH', study, { body: { design: { ...design, k: 7 } }, headers: ifMatch(opened) })).status).toBe(409);
  });

  it('is nothing that anybody but an admin makes or opens', async () => {
    for (const client of [researcher, doctor, patient, desk, auditor]) expect((await client.post('/studies', { title: 'x', purpose: 'x', design })).status).toBe(403);
  });

  it('is shown to those who may be asked, and to its researcher from the assignment on', async () => {
    for (const client of [patient, doctor, desk]) expect((await client.get(study)).body).toMatchObject({ status: 'open', consent: { version: 2 } });
    for (const path of [study, `${study}/extractions`, `${study}/extractions/1`, `${study}/extractions/1/files/person.csv.gz`]) expect([path, (await researcher.get(path)).status]).toEqual([path, 404]);
    const researcherId = text((await researcher.get('/me')).body['id']);
    const doctorsId = text((await doctor.get('/me')).body['id']);
    const refused = await admin.call('PUT', `${study}/researchers`, { body: { accountIds: [researcherId, doctorsId] } });
    expect([refused.status, list(refused.body['errors']).map((error) => error['pointer'])]).toEqual([422, ['/accountIds/1']]);
    expect((await admin.call('PUT', `${study}/researchers`, { body: { accountIds: [researcherId] } })).body['researchers']).toEqual([researcherId]);
    expect((await researcher.get(study)).body).toMatchObject({ status: 'open', participants: 0, design: { k } });
    expect((await researcher.get(await draft())).status).toBe(404);
  });
});

describe('consent', () => {
  it('is given by the patient to the text that was read, and by nobody for somebody else', async () => {
    expect((await patient.call('PUT', consentTo(patientId), { body: { textVersion: 1, language: 'en' } })).status).toBe(409);
    const given = await patient.call('PUT', consentTo(patientId), { body: { textVersion: 2, language: 'en' } });
    expect([given.status, given.body]).toMatchObject([200, { status: 'consented', consent: { givenBy: 'self', sha256: createHash('sha256').update(design.consent.texts.en).digest('hex') } }]);
    for (const client of [doctor, admin, researcher, auditor]) expect((await client.call('PUT', consentTo(patientId), { body: { textVersion: 2, language: 'en' } })).status).toBe(403);
    expect((await doctor.get(consentTo(patientId))).body['status']).toBe('consented');
    expect((await admin.get(study)).body['participants']).toBe('<11');
  });

  it('can be taken back, and given anew', async () => {
    expect((await patient.call('DELETE', consentTo(patientId))).status).toBe(204);
    expect((await patient.get(consentTo(patientId))).body['status']).toBe('withdrawn');
    expect((await patient.call('PUT', consentTo(patientId), { body: { textVersion: 2, language: 'de' } })).body['status']).toBe('consented');
  });
});

describe('an extraction', () => {
  let released: Json;
  let participants: string[];

  it('that has too few people publishes nothing', async () => {
    expect(['nothing-new', 'dry-run']).toContain(text((await run())['status']));
  });

  it('publishes when there are enough, and shows it to who works with the study', async () => {
    participants = [];
    for (let place = 0; place < k; place += 1) participants.push(await aParticipantOnPaper(place));
    released = await run();
    expect(released).toMatchObject({ status: 'published', release: { number: 1, privacy: { k } } });
    const path = text(released['release']?.['manifest']?.['href']).replace('/files/datapackage.json', '');
    for (const client of [researcher, admin, auditor]) expect((await client.get(path)).body).toEqual(released);
    expect(list((await researcher.get(`${study}/extractions`)).body['items'])[0]).toEqual(released);
    for (const client of [doctor, patient, desk]) expect((await client.get(path)).status).toBe(403);
  });

  it('is fetched by its researcher alone, whole and in parts, as it was said to be', async () => {
    const files = list(released['release']?.['files']);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const href = text(file['href']);
      const whole = await researcher.get(href);
      const [etag, bytes] = [String(whole.headers.get('etag')), whole.bytes.length];
      expect([whole.status, etag, bytes]).toEqual([200, `"${text(file['sha256'])}"`, file['bytes']]);
      expect(createHash('sha256').update(whole.bytes).digest('hex')).toBe(file['sha256']);
      const half = Math.floor(bytes / 2);
      const parts = [await researcher.get(href, { range: `bytes=0-${String(half - 1)}` }), await researcher.get(href, { range: `bytes=${String(half)}-`, 'if-range': etag })];
      expect(parts.map(({ status }) => status)).toEqual([206, 206]);
      expect(Buffer.concat(parts.map((part) => part.bytes)).equals(whole.bytes)).toBe(true);
      expect((await researcher.get(href, { 'if-none-match': etag })).status).toBe(304);
      expect((await researcher.get(href, { range: `bytes=${String(bytes)}-` })).status).toBe(416);
      for (const client of [admin, auditor, doctor, patient]) expect((await client.get(href)).status).toBe(403);
    }
    const manifest = await researcher.get(text(released['release']?.['manifest']?.['href']));
    expect(list(manifest.body['resources']).map((resource) => resource['path']).sort()).toEqual(files.map((file) => file['name']).sort());
    const { rows } = await owner.query<{ count: number }>(`SELECT count(*)::integer AS count FROM audit.entry WHERE thing = 'Release' AND action = 'export' AND thing_id = $1`, [study.split('/').at(-1)]);
    expect(rows[0]?.count).toBe(files.length * 5 + 1);
  });

  it('holds the participants and their measures, and nothing of who they are', async () => {
    const contents: string[] = [];
    for (const file of list(released['release']?.['files'])) contents.push(gunzipSync((await researcher.get(text(file['href']))).bytes).toString('utf8'));
    const all = contents.join('\n');
    expect(all).toContain(',141,');
    for (const personal of [...participants, patientId, 'Paper', 'Lindqvist', '1971-02', 'check-up']) expect([personal, all.includes(personal)]).toEqual([personal, false]);
  });

  it('has no second release in the same month', async () => {
    await aParticipantOnPaper(k);
    expect(['nothing-new', 'dry-run']).toContain(text((await run())['status']));
  });
});

it('a closed study takes no consent and no run; what was released stays, and consent can be taken back', async () => {
  const closed = await admin.call('POST', `${study}/close`, { headers: ifMatch(await admin.get(study)) });
  expect([closed.status, closed.body['status']]).toEqual([200, 'closed']);
  expect((await admin.post(`${study}/extractions`, {})).status).toBe(409);
  expect((await patient.get(study)).status).toBe(404);
  expect((await patient.call('PUT', consentTo(patientId), { body: { textVersion: 2, language: 'en' } })).status).toBe(404);
  expect((await patient.call('DELETE', consentTo(patientId))).status).toBe(204);
  expect((await researcher.get(`${study}/extractions`)).status).toBe(200);
});
