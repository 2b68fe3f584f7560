import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { AuditModule } from '@anamnesis/audit';
import { DatabaseModule } from '@anamnesis/database';
import { serve } from '@anamnesis/http';
import { createLogger } from '@anamnesis/logging';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { type Acting, SignInModule, openKeyRing, signAccessToken } from '@anamnesis/sign-in';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { VisitsModule, visitsEntities } from '@anamnesis/visits';
import { VisitsHttpModule } from '@anamnesis/visits/http';
import { v7 } from 'uuid';

jest.setTimeout(60_000);

let place: TestDatabase;
let served: Awaited<ReturnType<typeof serve>>;
let folder: string;
let tokenOf: (acting: Acting) => Promise<string>;
let clinic: Clinic;

beforeAll(async () => {
  place = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'anamnesis-visits-http-'));
  const { current, publicKeys } = await openKeyRing(folder);
  tokenOf = ({ accountId, role }) => signAccessToken({ accountId, role, sessionId: accountId }, current, 600);
  @Module({
    imports: [
      DatabaseModule.forRoot({ url: place.urlFor('anamnesis_visit_service'), poolSize: 5, applicationName: 'visits', entities: visitsEntities }),
      SignInModule.forRoot({ publicKeys: { keys: publicKeys }, routes: routeTable }),
      AuditModule,
      VisitsHttpModule.forRoot(VisitsModule.forRoot({ chartCacheMegabytes: 1 })),
    ],
  })
  class Service {}
  const logger = createLogger({ name: 'visits', level: 'silent' });
  served = await serve(Service, { host: '127.0.0.1', port: 0, trustedProxies: '127.0.0.1', logger, nestLogger: { log() {}, error() {}, warn() {} }, routes: routeTable, documentation: 'own' });
});
afterAll(async () => {
  await served.app.close();
  await place.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  clinic = await aClinic(place.ownerUrl);
});
afterEach(() => clinic.close());

interface Asked {
  readonly as?: Acting;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { id: string; items: Record<string, unknown>[]; errors: { pointer: string; code: string }[] };
}

async function ask(method: string, path: string, { as = clinic.doctor, body, headers = {} }: Asked = {}): Promise<Answered> {
  const response = await fetch(new URL(path, served.address), {
    method,
    headers: { authorization: `Bearer ${await tokenOf(as)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answered['body'] };
}

const chart = (path: string) => `/patients/${clinic.patientId}/${path}`;
const wholeVisit = {
  startedAt: '2026-03-04T10:15:00+01:00',
  reason: 'Check-up',
  note: 'Feels well.',
  measures: [
    { code: '85354-9', components: [{ code: '8480-6', value: 128, unit: 'mmHg' }, { code: '8462-4', value: 82, unit: 'mmHg' }] },
    { code: '8867-4', value: 71, unit: 'bpm' },
    { code: '8302-2', value: 66, unit: 'in' },
    { code: '29463-7', value: 160, unit: 'lb' },
    { code: '72166-2', value: { system: 'http://snomed.info/sct', code: '266919005', text: 'Never smoked' } },
  ],
  diagnoses: [{ code: '38341003', system: 'http://snomed.info/sct', text: 'Hypertension', onsetOn: '2026-03-04' }],
  treatments: [{ kind: 'medication', text: 'Lisinopril 10 mg', dose: '10 mg', frequency: 'once a day', from: '2026-03-04' }],
};
const record = (body: unknown = wholeVisit, as?: Acting) => ask('POST', chart('visits'), { body, ...(as ? { as } : {}) });

describe('POST /patients/{p}/visits', () => {
  it('answers the visit with what came with it, its address and its version', async () => {
    const { status, headers, body } = await record();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(chart(`visits/${body.id}`));
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toMatchObject({ doctorId: clinic.doctor.accountId, startedAt: '2026-03-04T09:15:00.000Z', status: 'open', version: 1, diagnoses: [{ text: 'Hypertension' }], treatments: [{ from: '2026-03-04', status: 'active' }] });
    const measures = body['measures'] as { code: string; value: unknown; unit?: string; entered: object; origin: string }[];
    expect(measures.find(({ code }) => code === '29463-7')).toMatchObject({ value: 72.57, unit: 'kg', entered: { value: '160', unit: 'lb' } });
    expect(measures.find(({ code }) => code === '72166-2')).toMatchObject({ value: { code: '266919005', text: 'Never smoked' } });
    expect(measures.find(({ code }) => code === '39156-5')).toMatchObject({ value: 25.8, origin: 'derived' });
    const read = await ask('GET', chart(`visits/${body.id}`));
    expect(read.headers.get('etag')).toBe('"1"');
    expect({ ...read.body, measures: undefined }).toEqual({ ...body, measures: undefined });
    expect(read.body['measures']).toEqual(expect.arrayContaining(measures));
  });

  it('names each bad field by its pointer', async () => {
    const { status, body } = await record({
      startedAt: 'yesterday', colour: 'red',
      measures: [{ code: '8867-4', value: 71, unit: 'bpm', arm: 'left' }, { code: '85354-9', components: [{ code: '8480-6', value: true }] }, { code: '8867-4' }],
      diagnoses: [{ code: '1', text: 'x' }], treatments: [{ kind: 'magic', text: 'x', from: '2026-03-04' }],
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual(
      ['/colour', '/diagnoses/0/code', '/measures/0/arm', '/measures/1/components/0/value', '/measures/2/value', '/startedAt', '/treatments/0/kind'].sort(),
    );
  });

  it.each([['no text of a database', 'a\u0000b'], ['half a character', 'a\ud800b']])('refuses what is %s', async (_, note) => {
    expect(await record({ ...wholeVisit, note })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/note' }] } });
  });

  it('says 422 of impossible measures, with a pointer to each', async () => {
    expect(await record({ ...wholeVisit, measures: [{ code: '8867-4', value: 7000, unit: 'bpm' }, { code: '29463-7', value: 70, unit: 'cm' }] })).toMatchObject({
      status: 422, body: { code: 'measures.refused', errors: [{ pointer: '/measures/0/value', code: 'impossible' }, { pointer: '/measures/1/unit', code: 'unit-not-accepted' }] },
    });
  });

  it('says 404 to a stranger and 403 to a patient', async () => {
    expect(await record(wholeVisit, clinic.stranger)).toMatchObject({ status: 404, body: { code: 'patient.unknown' } });
    expect((await record(wholeVisit, clinic.patient)).status).toBe(403);
  });
});

describe('POST /patients/{p}/visits/{id}/complete', () => {
  const complete = (id: string, headers: Record<string, string> = {}, as = clinic.doctor) => ask('POST', chart(`visits/${id}/complete`), { as, headers });

  it('needs If-Match with the version that was read', async () => {
    const { id } = (await record()).body;
    expect((await complete(id)).status).toBe(428);
    expect(await complete(id, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'visit.changed' } });
    const completed = await complete(id, { 'if-match': '"1"' });
    expect(completed).toMatchObject({ status: 200, body: { status: 'completed', version: 2 } });
    expect(completed.headers.get('etag')).toBe('"2"');
    expect(await complete(id, { 'if-match': '"2"' })).toMatchObject({ status: 409, body: { code: 'visit.already-completed' } });
  });

  it('shows the patient what was a draft before', async () => {
    const { id } = (await record()).body;
    expect(await ask('GET', chart(`visits/${id}`), { as: clinic.patient })).toMatchObject({ status: 404, body: { code: 'visit.unknown' } });
    await complete(id, { 'if-match': '"1"' });
    expect(await ask('GET', chart(`visits/${id}`), { as: clinic.patient })).toMatchObject({ status: 200, body: { id, note: 'Feels well.' } });
    expect((await ask('GET', chart(`visits/${id}`), { as: clinic.stranger })).status).toBe(404);
  });
});

describe('lists', () => {
  it('go on where they stopped, each item once', async () => {
    for (let day = 1; day <= 5; day++) await clinic.add('visit', { started_at: `2026-01-0${String(day)}T08:00:00Z`, status: 'completed' });
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const { status, body } = await ask('GET', chart(`visits?limit=2${typeof cursor === 'string' ? `&cursor=${cursor}` : ''}`));
      expect(status).toBe(200);
      seen.push(...body.items.map(({ startedAt }) => startedAt));
      cursor = body['nextCursor'];
    } while (cursor !== undefined);
    expect(seen).toEqual([5, 4, 3, 2, 1].map((day) => `2026-01-0${String(day)}T08:00:00.000Z`));
  });

  it('refuse a cursor that they did not give', async () => {
    for (const key of [['2026-99-01 08:00:00+00', v7()], ['x', v7()], ['2026-01-01 08:00:00+00', 'x'], []]) {
      expect((await ask('GET', chart(`measures?cursor=${Buffer.from(JSON.stringify(key)).toString('base64url')}`))).status).toBe(422);
    }
  });

  it('of measures hold 20 unless told', async () => {
    for (let minute = 10; minute < 35; minute++) await clinic.add('measure', { code: '8867-4', quantity: minute, unit: '/min', entered_value: String(minute), taken_at: `2026-01-01T08:${String(minute)}:00Z` });
    const { body } = await ask('GET', chart('measures'));
    expect(body.items).toHaveLength(20);
    expect(body.items[0]).toMatchObject({ value: 34, unit: '/min', takenAt: '2026-01-01T08:34:00.000Z' });
    expect((await ask('GET', chart('measures?limit=1&code=8867-4'))).body.items).toHaveLength(1);
    expect((await ask('GET', chart('measures/latest'))).body.items).toMatchObject([{ value: 34 }]);
  });
});

describe('what is computed and gathered', () => {
  it('statistics have the shape that clients know', async () => {
    await clinic.add('measure', { code: '8480-6', quantity: 120, unit: 'mm[Hg]', entered_value: '120', taken_at: '2026-01-01T08:00:00Z' });
    await clinic.add('measure', { code: '8480-6', quantity: 141, unit: 'mm[Hg]', entered_value: '141', taken_at: '2026-01-02T08:00:00Z' });
    await clinic.add('measure', { code: '8480-6', quantity: 135, unit: 'mm[Hg]', entered_value: '135', taken_at: '2026-01-03T08:00:00Z', setting: 'home' });
    const { body } = await ask('GET', chart('measures/statistics?code=8480-6&from=2026-01-01T00:00:00Z&by=day'));
    expect(body).toEqual({
      code: '8480-6', setting: 'clinic', unit: 'mm[Hg]', count: 2, min: 120, mean: 130.5, median: 130.5, max: 141,
      first: { value: 120, takenAt: '2026-01-01T08:00:00.000Z' }, last: { value: 141, takenAt: '2026-01-02T08:00:00.000Z' },
      periods: [expect.objectContaining({ from: '2026-01-01', count: 1 }), expect.objectContaining({ from: '2026-01-02', count: 1 })],
      home: expect.objectContaining({ setting: 'home', count: 1, mean: 135 }) as unknown,
    });
    expect((await ask('GET', chart('measures/statistics?code=8867-4'))).body).toEqual({ code: '8867-4', count: 0 });
  });

  it('the chart says in words whether somebody asked about allergies', async () => {
    expect((await ask('GET', chart('chart'))).body).toMatchObject({ allergies: [], allergyReview: { answer: 'not-asked', text: 'Nobody has asked about allergies yet.' } });
    await clinic.add('list_review', { list: 'allergy', answer: 'none-known', reviewed_by: clinic.doctor.accountId, reviewed_at: '2026-01-01' });
    expect((await ask('GET', chart('chart'))).body).toMatchObject({ patient: { name: 'Johanna Weiß', birthDate: '1961-05-07' }, allergyReview: { answer: 'none-known' } });
    await clinic.add('allergy', { substance: 'Penicillin' });
    expect((await ask('GET', chart('chart'))).body).toMatchObject({ allergies: [{ substance: 'Penicillin' }], allergyReview: { answer: 'listed' } });
  });

  it('the chart is the same from the cache, byte for byte and header for header', async () => {
    await record();
    const get = async (as: Acting) => {
      const response = await fetch(new URL(chart('chart'), served.address), { headers: { authorization: `Bearer ${await tokenOf(as)}` } });
      return { status: response.status, headers: Object.fromEntries([...response.headers].filter(([name]) => name !== 'date')), text: await response.text() };
    };
    const [first, second] = [await get(clinic.doctor), await get(clinic.doctor)];
    expect(second).toEqual(first);
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', 'content-length': String(Buffer.byteLength(first.text)) } });
    expect(JSON.parse(first.text)).toMatchObject({ patient: { name: 'Johanna Weiß' }, visits: [{ reason: 'Check-up' }] });
    // The patient does not see the doctor's draft, whoever read before them.
    expect(JSON.parse((await get(clinic.patient)).text)).toMatchObject({ visits: [], measures: [] });
    expect(await get(clinic.stranger)).toMatchObject({ status: 404, headers: { 'content-type': expect.stringContaining('application/problem+json') as string } });
  });

  it('the known measures are told to everybody who is signed in', async () => {
    const { status, body } = await ask('GET', '/measure-types', { as: await clinic.account('researcher') });
    expect(status).toBe(200);
    expect(body.items).toEqual(expect.arrayContaining([expect.objectContaining({ code: '2345-7', unit: 'mg/dL', acceptedUnits: ['mg/dL', 'mmol/L'], decimals: 0 })]));
  });

  it('the API description can be made of these routes', async () => {
    const { status, body } = await ask('GET', '/openapi.json');
    expect(status).toBe(200);
    expect(Object.keys(body['paths'] as object)).toEqual(expect.arrayContaining(['/patients/{patientId}/visits', '/patients/{patientId}/measures/statistics']));
  });
});
