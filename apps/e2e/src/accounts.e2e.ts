import { readFileSync } from 'node:fs';
import { Client as Database } from 'pg';
import { type Answer, Client, address, list, signedInAs, text } from './client';
import { linkTo, mailTo } from './mailbox';

const password = 'a long walk by the river';
const names = [{ text: 'Nora Amsel' }];
const nobody = new Client(address());

let admin: Client;
let auditor: Client;
let desk: Client;
let doctor: Client;
/** Named at registration, for there are others: proofs make organisations of their own. */
let organisationId: string;

beforeAll(async () => {
  [admin, auditor, desk, doctor] = await Promise.all([signedInAs('admin'), signedInAs('auditor'), signedInAs('desk'), signedInAs('doctor')]);
  organisationId = text(list((await admin.get('/organisations')).body['items'])[0]?.['id']);
});

const ifMatch = (answer: Answer) => ({ 'if-match': String(answer.headers.get('etag')) });
const patch = (as: Client, path: string, body: object, read: Answer) => as.call('PATCH', path, { body, headers: ifMatch(read) });

async function registered(email: string): Promise<Client> {
  expect((await nobody.post('/auth/register', { email, names, organisationId })).status).toBe(202);
  expect((await nobody.post('/auth/confirm', { token: await linkTo(email), password })).status).toBe(201);
  return signedInAs(email, password);
}

it('somebody registers by mail, is nobody’s patient yet, and reads their record once the desk has said whose it is', async () => {
  const registrant = await registered('nora.e2e@example.org');
  const own = text((await registrant.get('/me')).body['patientId']);
  expect((await registrant.get(`/patients/${own}`)).body).toMatchObject({ verification: 'unverified' });

  const record = text((await doctor.post('/patients', { names, birthDate: '1980-05-01', email: 'nora.before@example.org' })).body['id']);
  const visit = await doctor.post(`/patients/${record}/visits`, { startedAt: '2026-03-02T09:00:00Z', reason: 'Check-up', measures: [], diagnoses: [], treatments: [] });
  expect((await doctor.call('POST', `/patients/${record}/visits/${text(visit.body['id'])}/complete`, { headers: ifMatch(visit) })).status).toBe(200);
  expect((await registrant.get(`/patients/${record}/visits`)).status).toBe(404);

  expect(list((await desk.get('/registrations')).body['items']).map((one) => text(one['id']))).toContain(own);
  expect((await desk.post(`/registrations/${own}/tie`, { patientId: record, reason: 'Passport shown' })).status).toBe(204);
  expect(list((await registrant.get(`/patients/${record}/visits`)).body['items'])).toHaveLength(1);
  expect((await registrant.get('/me')).body).toMatchObject({ patientId: record });
  expect((await registrant.get(`/patients/${own}`)).status).toBe(308);
  expect((await mailTo('nora.before@example.org')).map(({ subject }) => subject)).toEqual(['An account was connected']);
});

it('an address that is known is told so by mail, and the answer is the same', async () => {
  await registered('known.e2e@example.org');
  const [known, unknown] = [await nobody.post('/auth/register', { email: 'known.e2e@example.org', names, organisationId }), await nobody.post('/auth/register', { email: 'unknown.e2e@example.org', names, organisationId })];
  expect([known.status, known.bytes.toString()]).toEqual([unknown.status, unknown.bytes.toString()]);
  expect((await mailTo('known.e2e@example.org', 2)).at(-1)?.subject).toBe('You have an account already');
});

it('a forgotten password is set anew, and every device is signed out within a second', async () => {
  const email = 'forgetful.e2e@example.org';
  const device = await registered(email);
  expect((await nobody.post('/auth/password/forgot', { email })).status).toBe(202);
  expect((await nobody.post('/auth/password/reset', { token: await linkTo(email, 2), password: 'quite another walk entirely' })).status).toBe(204);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect((await device.get('/me')).status).toBe(401);
  await expect(signedInAs(email, password)).rejects.toThrow();
  await signedInAs(email, 'quite another walk entirely');
  expect((await mailTo(email, 3)).at(-1)?.subject).toBe('Your password was changed');
});

it('an admin invites staff, somebody else approves, and whoever is disabled is out within a second', async () => {
  const email = 'desk.e2e@example.org';
  const invited = await admin.post('/invitations', { kind: 'staff', email, names, role: 'desk' });
  expect(invited.status).toBe(201);
  expect((await nobody.post('/auth/confirm', { token: await linkTo(email), password, username: 'desk-e2e' })).status).toBe(201);
  await expect(signedInAs('desk-e2e', password)).rejects.toThrow();

  const asked = list((await auditor.get('/role-requests?status=open')).body['items']).find((one) => one['accountId'] === invited.body['accountId']);
  const path = `/role-requests/${text(asked?.['id'])}`;
  const read = await auditor.get(path);
  expect((await patch(admin, path, { decision: 'approved' }, read)).body).toMatchObject({ status: 403, code: 'role-request.same-hands' });
  expect((await patch(auditor, path, { decision: 'approved' }, read)).status).toBe(200);
  const newcomer = await signedInAs('desk-e2e', password);
  expect((await newcomer.get('/registrations')).status).toBe(200);

  const account = `/accounts/${text(invited.body['accountId'])}`;
  expect((await patch(admin, account, { status: 'disabled' }, await admin.get(account))).status).toBe(200);
  expect((await newcomer.get('/registrations')).status).toBe(401);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect((await newcomer.get('/me')).status).toBe(401);
});

it('an account that is disabled in the middle of watching and asking gets nothing more of a record', async () => {
  const email = 'doctor.e2e@example.org';
  const invited = await admin.post('/accounts', { email, names, role: 'doctor' });
  await nobody.post('/auth/confirm', { token: await linkTo(email), password });
  const asked = list((await auditor.get('/role-requests?status=open')).body['items']).find((one) => one['accountId'] === invited.body['id']);
  const path = `/role-requests/${text(asked?.['id'])}`;
  expect((await patch(auditor, path, { decision: 'approved' }, await auditor.get(path))).status).toBe(200);
  const newcomer = await signedInAs(email, password);
  const patient = text((await newcomer.post('/patients', { names })).body['id']);

  const statuses: number[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) statuses.push((await newcomer.post(`/patients/${patient}/measures`, {})).status, (await newcomer.get(`/patients/${patient}/chart`)).status);
  })();
  while (!statuses.includes(200)) await new Promise((resolve) => setTimeout(resolve, 20));
  const account = `/accounts/${text(invited.body['id'])}`;
  expect((await patch(admin, account, { status: 'disabled' }, await admin.get(account))).status).toBe(200);
  const disabledAt = statuses.length;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  over.abort();
  await asking;
  // One request of each may have been under way.
  expect(statuses.slice(disabledAt + 2)).not.toContain(200);
  expect(statuses.slice(-2)).toContain(401);
});

it('a patient is invited by the desk to the record that is theirs', async () => {
  const email = 'invited.e2e@example.org';
  const record = text((await doctor.post('/patients', { names, email })).body['id']);
  expect((await desk.post('/invitations', { kind: 'patient', patientId: record, email })).status).toBe(201);
  expect((await nobody.post('/auth/confirm', { token: await linkTo(email), password })).status).toBe(201);
  const patient = await signedInAs(email, password);
  expect((await patient.get('/me')).body).toMatchObject({ patientId: record, roles: ['patient'] });
});

it('leaves no address and no secret in logs and queue', async () => {
  const email = 'canarymailzq7@example.org';
  await nobody.post('/auth/register', { email, names: [{ text: 'CanaryMailNameZq7' }], organisationId });
  const token = await linkTo(email);
  await nobody.post('/auth/confirm', { token, password: 'short' });
  await nobody.post('/auth/confirm', { token, password });
  const logs = (JSON.parse(process.env['E2E_LOGS'] ?? '[]') as string[]).map((file) => readFileSync(file, 'utf8')).join('\n');
  const owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  const { rows } = await owner.query<{ row: string }>("SELECT m::text AS row FROM outgoing_mail m WHERE status = 'sent' UNION ALL SELECT j::text FROM queue.job j");
  await owner.end();
  expect(logs.length).toBeGreaterThan(0);
  for (const place of [logs, rows.map(({ row }) => row).join('\n')]) expect(/canarymail\w*zq7/i.test(place) || place.includes(token)).toBe(false);
});
