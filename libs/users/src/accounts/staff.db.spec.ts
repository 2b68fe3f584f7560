import type { Acting } from '@anamnesis/sign-in';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { type Clinic, type ServedAccounts, aClinic, servedAccounts } from '../testing';

jest.setTimeout(60_000);

let served: ServedAccounts;
let clinic: Clinic;
let admin: Acting;
let otherAdmin: Acting;
let auditor: Acting;

beforeAll(async () => {
  served = await servedAccounts();
});
afterAll(() => served.stop());
beforeEach(async () => {
  await served.forgetLimits();
  clinic = await aClinic(served.database.ownerUrl);
  [admin, otherAdmin, auditor] = [await clinic.account('admin'), await clinic.account('admin'), await clinic.account('auditor')];
});
afterEach(() => clinic.close());

type Json = Record<string, unknown>;
const json = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Json;
const password = 'a long walk by the river';
const names = [{ text: 'Dr Nora Amsel' }];
let number = 0;
const anAddress = () => `staff-${String((number += 1))}@example.org`;
const rolesOf = async (accountId: string) => (await clinic.sql<{ role: string }>('SELECT role FROM account_role WHERE account_id = $1 ORDER BY role', [accountId])).map(({ role }) => role);

interface Invited {
  readonly email: string;
  readonly accountId: string;
  readonly requestId: string;
}

async function invited(role: string, by = admin, more: object = {}): Promise<Invited> {
  const email = anAddress();
  const answer = await json(served.post('/invitations', { kind: 'staff', email, names, role, ...more }, by));
  const [request] = await clinic.sql<{ id: string }>('SELECT id FROM role_request WHERE account_id = $1', [answer['accountId']]);
  return { email, accountId: String(answer['accountId']), requestId: request?.id ?? '' };
}
const decide = (requestId: string, as: Acting, decision = 'approved', version = 1) => served.ask(`/role-requests/${requestId}`, { method: 'PATCH', body: { decision }, headers: { 'if-match': `"${String(version)}"` } }, as);
const accept = async (email: string) => served.post('/auth/confirm', { token: (await served.mailTo(email)).at(-1)?.token, password });
const login = (username: string) => served.post('/auth/login', { username, password });
/** Staff as they come to be: asked for by one, approved by another. */
async function hired(role: string, askedBy: Acting, approvedBy: Acting): Promise<Acting> {
  const { accountId, requestId, email } = await invited(role, askedBy);
  await accept(email);
  expect((await decide(requestId, approvedBy)).status).toBe(200);
  return { accountId, role };
}

describe('a role of staff', () => {
  it('is held when the mailed link was used and somebody else has approved it, and not before; a doctor is one then', async () => {
    const { email, accountId, requestId } = await invited('doctor', admin, { specialty: 'Cardiology', licence: 'A-12' });
    expect((await accept(email)).status).toBe(201);
    // An account without a role signs in to nothing.
    expect((await login(email)).status).toBe(401);
    expect(await clinic.sql('SELECT id FROM doctor WHERE account_id = $1', [accountId])).toEqual([]);
    const approved = await decide(requestId, otherAdmin);
    expect([approved.status, approved.headers.get('etag'), await json(approved)]).toMatchObject([200, '"2"', { decision: 'approved', askedBy: admin.accountId, decidedBy: otherAdmin.accountId, specialty: 'Cardiology' }]);
    expect(await json(login(email))).toMatchObject({ role: 'doctor', roles: ['doctor'] });
    expect(await clinic.sql('SELECT names, specialty, licence, organisation_id AS at FROM doctor WHERE account_id = $1', [accountId])).toEqual([{ names, specialty: 'Cardiology', licence: 'A-12', at: clinic.organisationId }]);
    expect((await served.mailTo(email)).at(-1)?.subject).toBe('You can sign in');
    const entries = await clinic.sql<{ thing: string; action: string; actor: string }>("SELECT thing, action, actor_id AS actor FROM audit.entry WHERE thing IN ('RoleRequest', 'AccountRole', 'Practitioner') AND thing_id = ANY ($1) ORDER BY at, action, thing", [[accountId, requestId]]);
    expect(entries).toEqual([
      { thing: 'RoleRequest', action: 'create', actor: admin.accountId },
      { thing: 'AccountRole', action: 'create', actor: otherAdmin.accountId },
      { thing: 'Practitioner', action: 'create', actor: otherAdmin.accountId },
      { thing: 'RoleRequest', action: 'update', actor: otherAdmin.accountId },
    ]);
  });

  it('can be approved before the link is used', async () => {
    const { email, requestId } = await invited('nurse');
    expect((await decide(requestId, auditor)).status).toBe(200);
    expect((await login(email)).status).toBe(401);
    await accept(email);
    expect(await json(login(email))).toMatchObject({ role: 'nurse' });
  });

  it('is approved by nobody of the same hands: not by who asked, nor who gets it, nor who came to their role by them, at any remove', async () => {
    const own = await invited('desk');
    expect(await json(decide(own.requestId, admin))).toMatchObject({ status: 403, code: 'role-request.same-hands' });

    const second = await hired('admin', admin, otherAdmin);
    const third = await hired('admin', second, otherAdmin);
    const sibling = await hired('admin', admin, otherAdmin);
    // Of whom the one who asked made, at two removes, and the other way round.
    for (const [asker, approver] of [[admin, second], [admin, third], [second, admin], [third, admin], [second, sibling], [third, sibling]] as const) {
      const { accountId, requestId } = await invited('doctor', asker);
      expect([(await json(decide(requestId, approver)))['code'], await rolesOf(accountId)]).toEqual(['role-request.same-hands', []]);
    }
    // Who gets it.
    const { accountId, requestId } = await invited('desk');
    await decide(requestId, otherAdmin);
    const asked = await json(served.post('/role-requests', { accountId, role: 'admin' }, admin));
    await decide(String(asked['id']), otherAdmin);
    const again = await json(served.post('/role-requests', { accountId, role: 'auditor' }, admin));
    expect(await json(decide(String(again['id']), { accountId, role: 'admin' }))).toMatchObject({ status: 401 });
    await clinic.sql("UPDATE account SET status = 'active' WHERE id = $1", [accountId]);
    expect(await json(decide(String(again['id']), { accountId, role: 'admin' }))).toMatchObject({ code: 'role-request.same-hands' });
    // Who came from elsewhere may.
    expect((await decide(String(again['id']), otherAdmin)).status).toBe(200);
  });

  it('is asked for and decided within the organisation, by nobody for themselves, once', async () => {
    const elsewhere = await aClinic(served.database.ownerUrl);
    const theirAdmin = await elsewhere.account('admin');
    await elsewhere.close();
    const { accountId, requestId } = await invited('desk');
    expect((await decide(requestId, theirAdmin)).status).toBe(404);
    expect((await served.ask(`/role-requests/${requestId}`, {}, theirAdmin)).status).toBe(404);
    expect(await json(served.post('/role-requests', { accountId, role: 'doctor' }, theirAdmin))).toMatchObject({ status: 404, code: 'account.unknown' });
    expect(await json(served.post('/role-requests', { accountId, role: 'doctor', organisationId: elsewhere.organisationId }, admin))).toMatchObject({ code: 'organisation.not-yours' });
    expect(await json(served.post('/role-requests', { accountId: admin.accountId, role: 'doctor' }, admin))).toMatchObject({ status: 403, code: 'access.not-for-oneself' });
    expect(await json(served.post('/role-requests', { accountId, role: 'desk' }, admin))).toMatchObject({ status: 409, code: 'role.held' });
    expect((await served.post('/role-requests', { accountId, role: 'patient' }, admin)).status).toBe(422);
    expect((await decide(requestId, otherAdmin, 'approved', 7)).status).toBe(412);
    expect((await served.ask(`/role-requests/${requestId}`, { method: 'PATCH', body: { decision: 'approved' } }, otherAdmin)).status).toBe(428);
    const answers = await Promise.all([decide(requestId, otherAdmin, 'refused'), decide(requestId, auditor)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await decide(requestId, otherAdmin, 'approved', 2)).status).toBe(409);
  });

  it('that is asked for can be taken back by who asked, and by nobody else', async () => {
    const { accountId, requestId } = await invited('desk');
    expect((await decide(requestId, otherAdmin, 'withdrawn')).status).toBe(403);
    expect(await json(decide(requestId, admin, 'withdrawn'))).toMatchObject({ decision: 'withdrawn' });
    expect(await rolesOf(accountId)).toEqual([]);
    const listed = await json(served.ask('/role-requests?status=open', {}, auditor));
    expect(JSON.stringify(listed)).not.toContain(requestId);
    expect(JSON.stringify(await json(served.ask('/role-requests?status=done', {}, admin)))).toContain(requestId);
  });

  it('is given by no statement of the service that acts for somebody, and by no other row', async () => {
    const client = new Client({ connectionString: served.database.urlFor('anamnesis_user_service') });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT app.open_organisations($1)', [JSON.stringify(admin)]);
      await expect(client.query("INSERT INTO account_role (account_id, id, role, organisation_id) VALUES ($1, $2, 'doctor', $3)", [admin.accountId, v7(), clinic.organisationId])).rejects.toThrow(/given by its approval/);
      await client.query('ROLLBACK');
      for (const statement of ["UPDATE account_role SET role = 'admin'", "INSERT INTO role_request (id, account_id, role, organisation_id, asked_by) SELECT gen_random_uuid(), id, 'admin', gen_random_uuid(), id FROM account", "UPDATE role_request SET decision = 'approved'"])
        await expect(client.query(statement)).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
    const { accountId, requestId } = await invited('desk');
    for (const decidedBy of [admin.accountId, accountId]) await expect(clinic.sql("UPDATE role_request SET decision = 'approved', decided_at = now(), decided_by = $2 WHERE id = $1", [requestId, decidedBy])).rejects.toThrow(/role_request_by_another/);
  });

  it('is taken away by one alone, at once, and given back only by two', async () => {
    const desk = await hired('desk', admin, otherAdmin);
    const token = String((await json(login((await clinic.sql<{ email: string }>('SELECT email FROM account WHERE id = $1', [desk.accountId]))[0]?.email ?? '')))['accessToken']);
    expect((await served.ask('/organisations', {}, token)).status).toBe(200);
    expect((await served.ask(`/accounts/${admin.accountId}/roles/admin`, { method: 'DELETE' }, admin)).status).toBe(403);
    expect((await served.ask(`/accounts/${desk.accountId}/roles/nurse`, { method: 'DELETE' }, otherAdmin)).status).toBe(404);
    expect((await served.ask(`/accounts/${desk.accountId}/roles/desk`, { method: 'DELETE' }, otherAdmin)).status).toBe(204);
    expect((await served.ask('/organisations', {}, token)).status).toBe(401);
    expect(await rolesOf(desk.accountId)).toEqual([]);
    const again = await json(served.post('/role-requests', { accountId: desk.accountId, role: 'desk' }, admin));
    expect((await decide(String(again['id']), admin)).status).toBe(403);
    expect((await decide(String(again['id']), auditor)).status).toBe(200);
  });
});

describe('accounts', () => {
  it('are listed and found by name within the organisation, a page at a time, and by an auditor everywhere', async () => {
    const elsewhere = await aClinic(served.database.ownerUrl);
    await elsewhere.close();
    const { accountId, email } = await invited('nurse', admin, { names: [{ text: 'Żaneta Wójcik' }] });
    const ids: string[] = [];
    for (let path = '/accounts?limit=3'; path !== ''; ) {
      const { items, nextCursor } = (await json(served.ask(path, {}, admin))) as { items: { id: string }[]; nextCursor?: string };
      ids.push(...items.map(({ id }) => id));
      path = nextCursor === undefined ? '' : `/accounts?limit=3&cursor=${nextCursor}`;
    }
    expect(new Set(ids)).toEqual(new Set([accountId, admin.accountId, otherAdmin.accountId, auditor.accountId, clinic.doctor.accountId, clinic.stranger.accountId, clinic.patient.accountId]));
    expect(ids).toHaveLength(7);
    const found = await json(served.ask(`/accounts?search=${encodeURIComponent('żaneta')}`, {}, admin));
    expect(found).toEqual({ items: [{ id: accountId, username: email, email, names: [{ text: 'Żaneta Wójcik' }], language: 'en', status: 'invited', roles: [], version: 1 }] });
    expect((await served.ask(`/accounts/${elsewhere.doctor.accountId}`, {}, admin)).status).toBe(404);
    expect((await served.ask(`/accounts/${elsewhere.doctor.accountId}`, {}, auditor)).status).toBe(200);
    expect((await served.ask('/accounts', {}, clinic.doctor)).status).toBe(403);
    expect((await served.ask(`/accounts?cursor=forged`, {}, admin)).status).toBe(422);
    for (const search of ["' OR 1=1 --", '%', '_', '\\']) expect(await json(served.ask(`/accounts?search=${encodeURIComponent(search)}`, {}, admin))).toEqual({ items: [] });
  });

  it('are changed as they were read, never in what they sign in with, and never by an admin of elsewhere', async () => {
    const path = `/accounts/${clinic.stranger.accountId}`;
    const change = (body: object, as = admin, version = '"1"') => served.ask(path, { method: 'PATCH', body, headers: { 'if-match': version } }, as);
    for (const body of [{ email: 'mine@example.org' }, { password }, { username: 'mine' }, { roles: ['admin'] }, { version: 7 }]) expect((await change(body)).status).toBe(422);
    const elsewhere = await aClinic(served.database.ownerUrl);
    const theirAdmin = await elsewhere.account('admin');
    await elsewhere.close();
    expect((await change({ language: 'de' }, theirAdmin)).status).toBe(404);
    expect((await change({ language: 'de' }, auditor)).status).toBe(403);
    const changed = await change({ language: 'de', names });
    expect([changed.status, changed.headers.get('etag'), await json(changed)]).toMatchObject([200, '"2"', { language: 'de', names, version: 2 }]);
    expect((await change({ language: 'fr' })).status).toBe(412);
    expect((await served.ask(path, { method: 'PATCH', body: { language: 'fr' } }, admin)).status).toBe(428);
    expect(await clinic.sql("SELECT fields, actor_id AS actor FROM audit.entry WHERE thing = 'Account' AND action = 'update' AND thing_id = $1", [clinic.stranger.accountId])).toEqual([{ fields: ['language', 'names', 'version'], actor: admin.accountId }]);
  });

  it('that are disabled are signed out at once, read nothing more, and come back only by being enabled', async () => {
    const nurse = await hired('nurse', admin, otherAdmin);
    const { email } = (await clinic.sql<{ email: string }>('SELECT email FROM account WHERE id = $1', [nurse.accountId]))[0] ?? { email: '' };
    const tokens = await json(login(email));
    const account = await served.ask(`/accounts/${nurse.accountId}`, {}, admin);
    const status = (to: string, version: string, as = admin) => served.ask(`/accounts/${nurse.accountId}`, { method: 'PATCH', body: { status: to }, headers: { 'if-match': version } }, as);
    const disabled = await status('disabled', String(account.headers.get('etag')));
    expect(disabled.status).toBe(200);
    // Its access token is as good as before for a second; what asks the database who acts is refused at once.
    expect((await served.ask('/organisations', {}, String(tokens['accessToken']))).status).toBe(401);
    expect((await served.post('/auth/refresh', { refreshToken: tokens['refreshToken'] })).status).toBe(401);
    expect((await login(email)).status).toBe(401);
    expect((await status('active', String(disabled.headers.get('etag')))).status).toBe(200);
    expect((await login(email)).status).toBe(200);
    const own = await served.ask(`/accounts/${admin.accountId}`, {}, admin);
    expect(await json(served.ask(`/accounts/${admin.accountId}`, { method: 'PATCH', body: { status: 'disabled' }, headers: { 'if-match': String(own.headers.get('etag')) } }, admin))).toMatchObject({ code: 'access.not-for-oneself' });
  });

  it('that are disabled in the middle of a request end what they had begun, and begin nothing more', async () => {
    const holding = new Client({ connectionString: served.database.ownerUrl });
    await holding.connect();
    try {
      const change = (name: string, version: string) => served.ask(`/organisations/${clinic.organisationId}`, { method: 'PATCH', body: { name }, headers: { 'if-match': version } }, admin);
      await holding.query('BEGIN');
      await holding.query('SELECT FROM organisation WHERE id = $1 FOR UPDATE', [clinic.organisationId]);
      const begun = change('Begun before', '"1"');
      await new Promise((resolve) => setTimeout(resolve, 200));
      const disabled = await served.ask(`/accounts/${admin.accountId}`, { method: 'PATCH', body: { status: 'disabled' }, headers: { 'if-match': '"1"' } }, otherAdmin);
      await holding.query('COMMIT');
      expect([disabled.status, (await begun).status, (await change('Begun afterwards', '"2"')).status]).toEqual([200, 200, 401]);
      expect(await clinic.sql('SELECT name FROM organisation WHERE id = $1', [clinic.organisationId])).toEqual([{ name: 'Begun before' }]);
    } finally {
      await holding.end();
    }
  });

  it('with a role at another organisation too are not disabled by one of the two', async () => {
    const elsewhere = await aClinic(served.database.ownerUrl);
    await elsewhere.insert('account_role', { account_id: clinic.stranger.accountId, id: v7(), role: 'desk', organisation_id: elsewhere.organisationId });
    await elsewhere.close();
    const answer = served.ask(`/accounts/${clinic.stranger.accountId}`, { method: 'PATCH', body: { status: 'disabled' }, headers: { 'if-match': '"1"' } }, admin);
    expect(await json(answer)).toMatchObject({ status: 409, code: 'account.works-elsewhere' });
  });

  it('are changed by their holders in name and language, as they were read', async () => {
    const own = (body: object, version = '"1"') => served.ask('/me', { method: 'PATCH', body, headers: { 'if-match': version } }, clinic.patient);
    expect((await served.ask('/me', {}, clinic.patient)).headers.get('etag')).toBe('"1"');
    for (const body of [{ role: 'admin' }, { email: 'mine@example.org' }, { status: 'active' }, { patientId: v7() }]) expect((await own(body)).status).toBe(422);
    const changed = await own({ names, language: 'pt-BR' });
    expect([changed.status, changed.headers.get('etag'), await json(changed)]).toMatchObject([200, '"2"', { names, language: 'pt-BR' }]);
    expect((await own({ language: 'de' })).status).toBe(412);
  });
});

describe('an invitation of staff', () => {
  it('is listed, withdrawn once, and its link opens nothing then', async () => {
    const { email, accountId } = await invited('desk');
    const { items } = (await json(served.ask('/invitations', {}, admin))) as unknown as { items: { id: string; status: string; accountId: string }[] };
    const invitation = items.find((one) => one.accountId === accountId);
    expect(invitation).toMatchObject({ kind: 'staff', status: 'open', email });
    const elsewhere = await aClinic(served.database.ownerUrl);
    const theirAdmin = await elsewhere.account('admin');
    await elsewhere.close();
    const path = `/invitations/${String(invitation?.id)}`;
    expect((await served.ask(path, { method: 'DELETE' }, theirAdmin)).status).toBe(404);
    expect((await served.ask(path, {}, await clinic.account('desk'))).status).toBe(404);
    expect((await served.ask(path, { method: 'DELETE' }, otherAdmin)).status).toBe(204);
    expect((await served.ask(path, { method: 'DELETE' }, otherAdmin)).status).toBe(409);
    expect(await json(accept(email))).toMatchObject({ code: 'link.unusable' });
    expect(await json(served.ask(path, {}, admin))).toMatchObject({ status: 'withdrawn' });
    expect(await clinic.sql('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status: 'disabled' }]);
  });

  it('to an address that has an account already says so there, and not to the admin', async () => {
    const known = await invited('nurse');
    await accept(known.email);
    const answer = await served.post('/invitations', { kind: 'staff', email: known.email, names, role: 'desk' }, admin);
    expect([answer.status, await json(answer)]).toMatchObject([201, { status: 'open', email: known.email }]);
    expect((await served.mailTo(known.email)).at(-1)).toMatchObject({ subject: 'You have an account already', token: undefined });
  });

  it('of a nurse names a location of the organisation', async () => {
    const [location, foreign] = [v7(), v7()];
    const elsewhere = await aClinic(served.database.ownerUrl);
    await elsewhere.insert('location', { id: foreign, organisation_id: elsewhere.organisationId, name: 'Elsewhere', zone: 'UTC' });
    await elsewhere.close();
    await clinic.insert('location', { id: location, organisation_id: clinic.organisationId, name: 'Main house', zone: 'Europe/Berlin' });
    const invite = (locationId: string) => served.post('/accounts', { email: anAddress(), names, role: 'nurse', locationId }, admin);
    expect(await json(invite(foreign))).toMatchObject({ status: 422, code: 'invitation.location' });
    const made = await invite(location);
    const account = await json(made);
    expect([made.status, made.headers.get('location'), account]).toMatchObject([201, expect.stringMatching(/^\/accounts\//), { status: 'invited', roles: [] }]);
    const worksAt = () => clinic.sql('SELECT location_id AS id FROM nurse_location WHERE account_id = $1', [account['id']]);
    expect(await worksAt()).toEqual([]);
    const [request] = await clinic.sql<{ id: string }>('SELECT id FROM role_request WHERE account_id = $1', [account['id']]);
    expect((await decide(request?.id ?? '', otherAdmin)).status).toBe(200);
    expect(await worksAt()).toEqual([{ id: location }]);
  });

  it('is the admin’s to send: nobody else invites staff, and admins invite no patients', async () => {
    const desk = await clinic.account('desk');
    for (const as of [desk, clinic.doctor]) expect((await served.post('/invitations', { kind: 'staff', email: anAddress(), names, role: 'admin' }, as)).status).toBe(403);
    expect((await served.post('/invitations', { kind: 'patient', email: anAddress(), patientId: clinic.patientId }, admin)).status).toBe(403);
    for (const as of [clinic.patient, auditor]) expect((await served.post('/invitations', { kind: 'staff', email: anAddress(), names, role: 'admin' }, as)).status).toBe(403);
  });
});
