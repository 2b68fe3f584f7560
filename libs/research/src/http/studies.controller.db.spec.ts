import type { Acting } from '@anamnesis/sign-in';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { aDesign } from '../testing/a-study';
import { type ResearchProcesses, researchProcesses } from '../testing/research-processes';
import { type Asked, type ServedResearch, servedResearch } from '../testing/served-research';

jest.setTimeout(60_000);

let processes: ResearchProcesses;
let served: ServedResearch;
let clinic: Clinic;
let admin: Acting;

beforeAll(async () => {
  processes = await researchProcesses();
  served = await servedResearch(processes);
});
afterAll(async () => {
  await served.stop();
  await processes.stop();
});
beforeEach(async () => {
  clinic = await aClinic(processes.database.ownerUrl);
  admin = await clinic.account('admin');
});
afterEach(() => clinic.close());

type Json = Record<string, unknown>;
const ask = (path: string, asked: Asked = {}, as = admin) => served.ask(path, as, asked);
const json = async (answer: Promise<Response>) => (await (await answer).json()) as Json;
const draft = async (body: object = {}) => String((await ask('/studies', { method: 'POST', body: { title: 'Blood pressure', purpose: 'To learn', design: aDesign, ...body } })).headers.get('location'));
const opened = async () => {
  const study = await draft();
  await ask(`${study}/open`, { method: 'POST', headers: { 'if-match': '"1"' } });
  return study;
};
const participation = (study: string) => `/patients/${clinic.patientId}/participations/${study.split('/').at(-1) ?? ''}`;
const consent = (study: string, as = clinic.patient, body: object = { textVersion: 1, language: 'en' }) => ask(participation(study), { method: 'PUT', body }, as);

it('makes a draft, changes it as it was read, and opens it', async () => {
  const created = await ask('/studies', { method: 'POST', body: { title: 'Blood pressure', purpose: 'To learn', design: { ...aDesign, k: 3 } } });
  const study = String(created.headers.get('location'));
  expect([created.status, study, created.headers.get('etag')]).toEqual([201, expect.stringMatching(/^\/studies\/[0-9a-f-]{36}$/), '"1"']);
  expect(await created.json()).toMatchObject({ status: 'draft', design: { k: 3 }, participants: 0, researchers: [], version: 1 });

  expect((await ask(study, { method: 'PATCH', body: { design: aDesign } })).status).toBe(428);
  expect((await ask(study, { method: 'PATCH', body: { design: aDesign }, headers: { 'if-match': '"2"' } })).status).toBe(412);
  const refused = await ask(`${study}/open`, { method: 'POST', headers: { 'if-match': '"1"' } });
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'study.design-refused', errors: [{ pointer: '/design/k', code: 'too-small' }] }]);

  const changed = await ask(study, { method: 'PATCH', body: { design: aDesign }, headers: { 'if-match': '"1"' } });
  expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
  expect((await ask(`${study}/open`, { method: 'POST' })).status).toBe(428);
  expect(await json(ask(`${study}/open`, { method: 'POST', headers: { 'if-match': '"2"' } }))).toMatchObject({ status: 'open', version: 3, openedAt: expect.any(String) as string });
  expect((await ask(study, { method: 'PATCH', body: { title: 'Later' }, headers: { 'if-match': '"3"' } })).status).toBe(409);
  expect(await json(ask(`${study}/close`, { method: 'POST', headers: { 'if-match': '"3"' } }))).toMatchObject({ status: 'closed', closedAt: expect.any(String) as string });
});

it('says all that is wrong with the shape of a design, and takes k = 11 where none is said', async () => {
  const { k, ...design } = aDesign;
  expect(k).toBe(5);
  const texts = Object.fromEntries(Array.from({ length: 51 }, (_, number) => [`aa-${String(number)}0`, 'I agree.']));
  expect(await json(ask(await draft({ design })))).toMatchObject({ design: { k: 11 } });
  const refused = await ask('/studies', { method: 'POST', body: { title: ' ', purpose: 'x', design: { ...design, k: 'many', cadence: 'hour', classes: [['shoeSize']], schedule: { cron: '0 3 1 * *' }, hidden: 1, consent: { version: 1, texts } } } });
  expect(refused.status).toBe(422);
  expect(((await refused.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer).sort()).toEqual(['/design/cadence', '/design/classes/0/0', '/design/consent/texts', '/design/hidden', '/design/k', '/design/schedule/zone', '/title']);
});

it('shows those who may be asked to take part what they would agree to, and nothing of how it is designed or who takes part', async () => {
  const study = await opened();
  for (const acting of [clinic.patient, clinic.doctor, await clinic.account('desk')]) {
    expect(Object.keys(await json(ask(study, {}, acting))).sort()).toEqual(['consent', 'id', 'openedAt', 'purpose', 'status', 'title', 'version']);
  }
  const researcher = await clinic.account('researcher');
  expect((await ask(study, {}, researcher)).status).toBe(404);
  const assigned = await ask(`${study}/researchers`, { method: 'PUT', body: { accountIds: [researcher.accountId] } });
  expect([assigned.status, await assigned.json()]).toMatchObject([200, { researchers: [researcher.accountId] }]);
  const seen = await json(ask(study, {}, researcher));
  expect(seen).toMatchObject({ participants: 0, design: { k: 5 } });
  expect(seen).not.toHaveProperty('researchers');
  expect((await ask(study, {}, await clinic.account('nurse'))).status).toBe(403);
});

it('names everybody who can not be a researcher', async () => {
  const refused = await ask(`${await draft()}/researchers`, { method: 'PUT', body: { accountIds: [clinic.doctor.accountId, admin.accountId] } });
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'study.researchers-refused', errors: [{ pointer: '/accountIds/0' }, { pointer: '/accountIds/1' }] }]);
});

it('takes consent, answers with it, and takes it back', async () => {
  const study = await opened();
  const given = await consent(study);
  expect([given.status, await given.json()]).toMatchObject([200, { status: 'consented', consent: { textVersion: 1, language: 'en', givenBy: 'self', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string } }]);
  expect(await json(ask(participation(study), {}, clinic.doctor))).toMatchObject({ status: 'consented' });
  expect((await ask(participation(study), {}, await clinic.account('desk'))).status).toBe(403);
  expect((await ask(participation(study), { method: 'DELETE' }, clinic.patient)).status).toBe(204);
  expect((await ask(participation(study), { method: 'DELETE' }, clinic.patient)).status).toBe(204);
  expect(await json(ask(participation(study), {}, clinic.patient))).toMatchObject({ status: 'withdrawn', withdrawnAt: expect.any(String) as string });
  expect(await json(consent(study, await clinic.account('desk')))).toMatchObject({ status: 'consented', consent: { givenBy: 'paper' } });
});

it('lets nobody say who gave consent, and refuses what was not read', async () => {
  const study = await opened();
  expect((await consent(study, clinic.patient, { textVersion: 1, language: 'en', givenBy: 'paper' })).status).toBe(422);
  expect((await consent(study, clinic.patient, { textVersion: 2, language: 'en' })).status).toBe(409);
  const refused = await consent(study, clinic.patient, { textVersion: 1, language: 'xx' });
  expect([refused.status, await refused.json()]).toMatchObject([422, { errors: [{ pointer: '/language', detail: 'Offered: en.' }] }]);
  expect((await consent(study, clinic.stranger)).status).toBe(403);
  expect((await consent(study, await clinic.account('patient'))).status).toBe(404);
  expect((await consent(await draft())).status).toBe(404);
});

it('tells how many take part, from 1 to 10 only that they are so few', async () => {
  const study = await opened();
  const studyId = study.split('/').at(-1) ?? '';
  const participants = async () => (await json(ask(study)))['participants'];
  const add = async (count: number) => {
    for (let one = 0; one < count; one += 1) {
      await clinic.insert('participation', { patient_id: await clinic.anotherPatient(), study_id: studyId, consent: { version: 1, sha256: 'a', language: 'en', givenBy: 'self' }, age_band: 'unknown', sex: 'unknown', region: 'unknown', consented_at: '2026-02-01' });
    }
  };
  expect(await participants()).toBe(0);
  await add(1);
  expect(await participants()).toBe('<11');
  await add(9);
  expect(await participants()).toBe('<11');
  await add(1);
  expect(await participants()).toBe(11);
});

it('lists page by page', async () => {
  const studies = [await draft(), await draft(), await draft()].reverse();
  const first = (await json(ask('/studies?limit=2'))) as { items: { id: string }[]; nextCursor: string };
  const second = (await json(ask(`/studies?limit=2&cursor=${first.nextCursor}`))) as { items: { id: string }[]; nextCursor?: string };
  expect([...first.items, ...second.items].map(({ id }) => `/studies/${id}`)).toEqual(studies);
  expect(second.nextCursor).toBeUndefined();
  expect((await ask('/studies?cursor=forged')).status).toBe(422);
});
