import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as Database } from 'pg';
import { type Answer, type Client, type Json, list, signedInAs, text } from './client';

/** One request records the whole visit. */
const visitBody = {
  startedAt: '2026-03-02T09:00:00+01:00',
  reason: 'Headache and a check-up',
  note: 'Sleeps badly. Draft of the doctor.',
  measures: [
    { code: '85354-9', components: [{ code: '8480-6', value: 152, unit: 'mmHg' }, { code: '8462-4', value: 94, unit: 'mmHg' }] },
    { code: '8867-4', value: 71, unit: 'bpm' },
    { code: '8302-2', value: 1.68, unit: 'm' },
    { code: '29463-7', value: 154, unit: 'lb' },
  ],
  diagnoses: [{ code: '59621000', system: 'http://snomed.info/sct', text: 'Essential hypertension', onsetOn: '2026-03-02' }],
  treatments: [{ kind: 'medication', code: '314076', system: 'http://www.nlm.nih.gov/research/umls/rxnorm', text: 'Lisinopril 10 mg', dose: '10 mg', frequency: 'once a day', from: '2026-03-02' }],
};

let doctor: Client;
let patient: Client;
let stranger: Client;
let owner: Database;
let patientId: string;

beforeAll(async () => {
  [doctor, patient, stranger] = await Promise.all([signedInAs('doctor'), signedInAs('patient'), signedInAs('stranger')]);
  owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  patientId = text((await patient.get('/me')).body['patientId']);
});

afterAll(() => owner.end());

const auditOf = async (thing: string, action: string, thingId?: string): Promise<number> => {
  const { rows } = await owner.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM audit.entry WHERE patient_id = $1 AND thing = $2 AND action = $3 AND ($4::text IS NULL OR thing_id = $4)',
    [patientId, thing, action, thingId ?? null],
  );
  return rows[0]?.count ?? 0;
};

describe('creating a patient', () => {
  const names = [{ use: 'official', text: 'Nguyễn Thị Mai', family: 'Nguyễn', given: ['Thị Mai'] }];

  it('makes the doctor who does it their primary doctor, and shows the patient in the list', async () => {
    const created = await doctor.post('/patients', { names, birthDate: '1988-05', sex: 'female', zone: 'Europe/Berlin' });
    expect(created.status).toBe(201);
    expect(created.headers.get('etag')).toBe('"1"');
    expect(created.body).toMatchObject({ names, birthDate: '1988-05', sex: 'female', verification: 'verified' });
    expect(created.headers.get('location')).toBe(`/patients/${text(created.body['id'])}`);
    const list = await doctor.get(`/patients?search=${encodeURIComponent('nguyễn thị')}`);
    expect(list.body['items']).toEqual([{ id: created.body['id'], mrn: created.body['mrn'], names, birthDate: '1988-05', sex: 'female', care: ['primary'] }]);
    expect((await doctor.get(String(created.headers.get('location')))).body).toEqual(created.body);
  });

  it('tells all faults of a body at once, with pointers', async () => {
    const { status, body } = await doctor.post('/patients', { names: [], birthDate: '1988-13-40', role: 'admin', email: 'no' });
    expect([status, body['code']]).toEqual([422, 'request.invalid']);
    expect(list(body['errors']).map((error) => error['pointer']).sort()).toEqual(['/birthDate', '/email', '/names', '/role']);
  });

  it('refuses a medical record number that is taken', async () => {
    const mrn = `E2E-${String(Date.now())}`;
    expect((await doctor.post('/patients', { names, mrn })).status).toBe(201);
    const again = await doctor.post('/patients', { names, mrn });
    expect([again.status, again.body['code']]).toEqual([409, 'patient.mrn-taken']);
  });

  it('lets the desk register a person without seeing a record', async () => {
    const desk = await signedInAs('desk');
    const created = await desk.post('/patients', { names: [{ text: 'Ólafur' }] });
    expect(created.status).toBe(201);
    const id = text(created.body['id']);
    expect((await desk.get(`/patients/${id}`)).status).toBe(200);
    expect((await desk.get(`/patients/${id}/chart`)).status).toBe(403);
    expect((await doctor.get(`/patients/${id}`)).status).toBe(404);
  });

  it('is nothing that a patient may do', async () => {
    expect((await patient.post('/patients', { names })).status).toBe(403);
  });

  it('pages the list without losing or doubling anybody', async () => {
    for (let number = 0; number < 5; number += 1) await doctor.post('/patients', { names: [{ text: `Paged ${String(number)}` }] });
    const seen: string[] = [];
    const first = '/patients?limit=2&search=Paged';
    for (let path = first; path !== ''; ) {
      const { body } = await doctor.get(path);
      seen.push(...list(body['items']).map((item) => text(list(item['names'])[0]?.['text'])));
      path = 'nextCursor' in body ? `${first}&cursor=${text(body['nextCursor'])}` : '';
    }
    expect(seen).toEqual(['Paged 0', 'Paged 1', 'Paged 2', 'Paged 3', 'Paged 4']);
    expect((await doctor.get('/patients?cursor=forged')).status).toBe(422);
  });
});

describe('a visit', () => {
  let visit: Answer;
  let path: string;

  it('is recorded whole in one request, in canonical units, with the body mass index derived', async () => {
    const before = await auditOf('Observation', 'create');
    visit = await doctor.post(`/patients/${patientId}/visits`, visitBody);
    expect(visit.status).toBe(201);
    path = String(visit.headers.get('location'));
    expect(visit.headers.get('etag')).toBe('"1"');
    expect(visit.body).toMatchObject({ status: 'open', reason: visitBody.reason, diagnoses: [{ text: 'Essential hypertension' }], treatments: [{ text: 'Lisinopril 10 mg', dose: '10 mg' }] });
    const measures: Record<string, unknown> = {};
    for (const measure of list(visit.body['measures'])) measures[text(measure['code'])] = [measure['value'], measure['unit']];
    expect(measures).toEqual({
      '8480-6': [152, 'mm[Hg]'], '8462-4': [94, 'mm[Hg]'], '8867-4': [71, '/min'], '8302-2': [168, 'cm'], '29463-7': [69.85, 'kg'], '39156-5': [24.7, 'kg/m2'],
    });
    expect(await auditOf('Observation', 'create')).toBe(before + 6);
    expect(await auditOf('Encounter', 'create', text(visit.body['id']))).toBe(1);
  });

  it('leaves nothing when one part of it can not be', async () => {
    const counted = async () => (await owner.query<{ visits: string; measures: string }>('SELECT (SELECT count(*) FROM visit) AS visits, (SELECT count(*) FROM measure) AS measures')).rows[0];
    const before = await counted();
    const answer = await doctor.post(`/patients/${patientId}/visits`, { ...visitBody, measures: [visitBody.measures[1], { code: '8867-4', value: 900, unit: '/min' }, { code: '29463-7', value: 70, unit: 'F' }] });
    expect(answer.status).toBe(422);
    expect(list(answer.body['errors']).map((error) => text(error['pointer']).split('/').slice(0, 3).join('/'))).toEqual(['/measures/1', '/measures/2']);
    expect(await counted()).toEqual(before);
  });

  it('is a draft that the patient does not see until it is completed', async () => {
    expect((await doctor.get(path)).status).toBe(200);
    expect((await patient.get(path)).status).toBe(404);
    expect(JSON.stringify((await patient.get(`/patients/${patientId}/chart`)).body)).not.toContain('Lisinopril');
  });

  it('is completed by the version that was read, once', async () => {
    expect((await doctor.post(`${path}/complete`, {})).status).toBe(428);
    expect((await doctor.post(`${path}/complete`, {}, { 'if-match': '"7"' })).status).toBe(412);
    const [first, second] = await Promise.all([1, 2].map(() => doctor.post(`${path}/complete`, {}, { 'if-match': '"1"' })));
    const [winner, loser] = [first?.status ?? 0, second?.status ?? 0].sort((a, b) => a - b);
    expect(winner).toBe(200);
    expect([409, 412]).toContain(loser);
    expect((await doctor.get(path)).body).toMatchObject({ status: 'completed' });
    expect(await auditOf('Encounter', 'update', text(visit.body['id']))).toBe(1);
  });

  it('is then seen by the patient, in the visit, the chart and the measures', async () => {
    expect((await patient.get(path)).body).toMatchObject({ status: 'completed' });
    const chart = await patient.get(`/patients/${patientId}/chart`);
    expect(JSON.stringify(chart.body)).toContain('Essential hypertension');
    const measures = await patient.get(`/patients/${patientId}/measures?limit=20`);
    expect(measures.body['items']).toHaveLength(6);
  });

  it('has statistics of its measures', async () => {
    const { status, body } = await doctor.get(`/patients/${patientId}/measures/statistics?code=8480-6`);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('152');
  });

  it('is nobody else\'s: a stranger finds neither the patient nor the visit, and the refusal is noted', async () => {
    const refused = await auditOf('Encounter', 'refused');
    for (const address of [path, `/patients/${patientId}`, `/patients/${patientId}/chart`, `/patients/${patientId}/measures`]) {
      const answer = await stranger.get(address);
      const unknown = await stranger.get(address.replace(patientId, '01900000-0000-7000-8000-000000000000'));
      expect(answer.status).toBe(404);
      expect({ ...answer.body, traceId: '' }).toEqual({ ...unknown.body, traceId: '' });
    }
    expect((await stranger.post(`/patients/${patientId}/visits`, visitBody)).status).toBe(404);
    expect(await auditOf('Encounter', 'refused')).toBe(refused + 1);
  });

  it('is read with an entry in the audit store before the answer', async () => {
    const before = await auditOf('Encounter', 'read', text(visit.body['id']));
    await doctor.get(path);
    await patient.get(path);
    expect(await auditOf('Encounter', 'read', text(visit.body['id']))).toBe(before + 2);
  });

  it('can not be recorded by the patient or a nurse', async () => {
    const nurse = await signedInAs('nurse');
    for (const client of [patient, nurse]) expect((await client.post(`/patients/${patientId}/visits`, visitBody)).status).toBe(403);
  });
});

describe('the health summary', () => {
  const finished = async (client: Client, location: string): Promise<Json> => {
    for (let attempt = 0; attempt < 150; attempt += 1) {
      const { body } = await client.get(location);
      if (['done', 'failed'].includes(text(body['status']))) return body;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('The report was not made in 30 s');
  };
  const request = { kind: 'health-summary', from: '2026-01-01', to: '2026-12-31' };

  it('is asked for, watched and fetched as JSON', async () => {
    const asked = await doctor.post(`/patients/${patientId}/reports`, { ...request, format: 'json' });
    expect(asked.status).toBe(202);
    const location = String(asked.headers.get('location'));
    const progress = await doctor.get(`${location}/progress`);
    expect(progress.headers.get('content-type')).toContain('text/event-stream');
    expect(progress.bytes.toString()).toMatch(/event: progress\nid: \d+\ndata: .*"status":"done"/);
    const report = await finished(doctor, location);
    expect(report).toMatchObject({ status: 'done', progress: 100, kind: 'health-summary' });
    const file = await doctor.get(`${location}/file`);
    expect(file.status).toBe(200);
    expect(file.headers.get('etag')).toContain(text(report['file']?.['sha256']));
    const summary = file.bytes.toString('utf8');
    for (const expected of ['Maria Lindqvist', 'Essential hypertension', 'Lisinopril 10 mg']) expect(summary).toContain(expected);
  });

  it('is fetched as a PDF with the numbers and a chart, by the doctor and by the patient alike', async () => {
    const asked = await doctor.post(`/patients/${patientId}/reports`, { ...request, format: 'pdf' });
    const location = String(asked.headers.get('location'));
    expect(await finished(doctor, location)).toMatchObject({ status: 'done' });
    const file = await doctor.get(`${location}/file`);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await patient.get(`${location}/file`)).bytes.equals(file.bytes)).toBe(true);
    const pdf = join(tmpdir(), `health-summary-${String(process.pid)}.pdf`);
    writeFileSync(pdf, file.bytes);
    const words = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const expected of ['Maria Lindqvist', 'Essential hypertension', '152']) expect(words).toContain(expected);
  });

  it('is made at the patient\'s own request too', async () => {
    const asked = await patient.post(`/patients/${patientId}/reports`, { ...request, format: 'json' });
    expect(asked.status).toBe(202);
    expect(await finished(patient, String(asked.headers.get('location')))).toMatchObject({ status: 'done' });
  });

  it('is not for a doctor without a care relation: not to ask for, not to see, not to fetch', async () => {
    const asked = await doctor.post(`/patients/${patientId}/reports`, { ...request, format: 'json' });
    const location = String(asked.headers.get('location'));
    await finished(doctor, location);
    expect((await stranger.post(`/patients/${patientId}/reports`, { ...request, format: 'json' })).status).toBe(404);
    for (const suffix of ['', '/file', '/progress']) expect((await stranger.get(`${location}${suffix}`)).status).toBe(404);
  });

  it('refuses a kind that is not offered, naming those that are', async () => {
    const answer = await doctor.post(`/patients/${patientId}/reports`, { kind: 'horoscope', format: 'pdf' });
    expect(answer.status).toBe(422);
    expect(answer.bytes.toString()).toContain('health-summary');
  });
});
