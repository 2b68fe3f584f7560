import { type Clinic, type ServedAccounts, aClinic, differInTime, servedAccounts } from '../testing';

jest.setTimeout(60_000);

let served: ServedAccounts;
let clinic: Clinic;

beforeAll(async () => {
  served = await servedAccounts();
  clinic = await aClinic(served.database.ownerUrl);
});
afterAll(async () => {
  await clinic.close();
  await served.stop();
});
beforeEach(() => served.forgetLimits());

type Json = Record<string, unknown>;
const json = async (answer: Response) => (await answer.json()) as Json;
const password = 'a long walk by the river';
const names = [{ text: 'Nora Amsel' }];
let number = 0;
const anAddress = () => `somebody-${String((number += 1))}@example.org`;

const register = (email: string, more: object = {}) => served.post('/auth/register', { email, names, ...more });
const lastToken = async (email: string) => String((await served.mailTo(email)).at(-1)?.token);
const confirm = (token: string, more: object = {}) => served.post('/auth/confirm', { token, password, ...more });
const login = (username: string, with_ = password) => served.post('/auth/login', { username, password: with_ });
const auditOf = (accountId: string) => clinic.sql<{ thing: string; action: string; role: string | null }>('SELECT thing, action, actor_role AS role FROM audit.entry WHERE actor_id = $1 ORDER BY at, thing', [accountId]);

async function anAccount(email = anAddress()): Promise<{ email: string; token: string; id: string; patientId: string }> {
  await register(email);
  await confirm(await lastToken(email));
  const token = String((await json(await login(email)))['accessToken']);
  const me = await json(await served.ask('/me', {}, token));
  return { email, token, id: String(me['id']), patientId: String(me['patientId']) };
}

/**
 * Whether the answer, or its time, is another for an address that is known. Asked in either order, so that what the machine does besides
 * falls on both alike. What is told is told each time: a time that seems to differ is measured again.
 */
async function tellsWhoIsKnown(known: string, asking: (email: string) => Promise<Response>): Promise<boolean> {
  for (let time = 0; time < 3; time++) {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const answers = new Set<string>();
    for (let round = 0; round < 40; round++) {
      await served.forgetLimits();
      const asked = [['known', known], ['unknown', anAddress()]] as const;
      for (const [kind, email] of Math.random() < 0.5 ? asked : asked.toReversed()) {
        const began = performance.now();
        const answer = await asking(email);
        answers.add(`${String(answer.status)} ${await answer.text()} ${[...answer.headers.keys()].sort().join()}`);
        if (round >= 5) times[kind].push(performance.now() - began);
      }
    }
    if (answers.size > 1) return true;
    if (!differInTime(times.known, times.unknown)) return false;
  }
  return true;
}

describe('registering', () => {
  it('goes on by a mailed link to an account with the role of a patient and a new, unverified record, which is all that it shows', async () => {
    const email = anAddress();
    const answer = await register(email, { language: 'de' });
    expect([answer.status, await json(answer)]).toEqual([202, { message: expect.any(String) as string }]);
    const [mail] = await served.mailTo(email);
    expect(mail?.text).toContain('https://clinic.example/confirm#');

    expect((await login(email)).status).toBe(401);
    const confirmed = await confirm(String(mail?.token), { birthDate: '1980-05', zone: 'Europe/Berlin' });
    expect([confirmed.status, await json(confirmed)]).toEqual([201, { username: email }]);
    const signedIn = await json(await login(email.toUpperCase()));
    expect(signedIn).toMatchObject({ role: 'patient', roles: ['patient'] });
    const me = await json(await served.ask('/me', {}, String(signedIn['accessToken'])));
    expect(me).toMatchObject({ email, names, patientId: expect.any(String) as string });
    const record = await json(await served.ask(`/patients/${String(me['patientId'])}`, {}, String(signedIn['accessToken'])));
    expect(record).toMatchObject({ verification: 'unverified', names, birthDate: '1980-05', zone: 'Europe/Berlin' });
    expect((await served.ask(`/patients/${clinic.patientId}`, {}, String(signedIn['accessToken']))).status).toBe(404);
    // Whoever has the link acts, in the name of the account that is made with it.
    expect(await auditOf(String(me['id']))).toEqual(expect.arrayContaining(['Account', 'AccountRole', 'Credential', 'EmailKey', 'MailLink', 'Patient', 'PatientAccount'].map((thing) => expect.objectContaining({ thing, role: 'link' }) as unknown)));
  });

  it('says the same, and as fast, for an address that is known and one that is not; who has one is told by mail', async () => {
    const { email: known } = await anAccount();
    expect(await tellsWhoIsKnown(known, register)).toBe(false);
    const told = (await served.mailTo(known)).at(-1);
    expect([told?.subject, told?.token]).toEqual(['You have an account already', undefined]);
  });

  it('can not choose a role, a record or a verification, nor be made without a name', async () => {
    expect((await register(anAddress(), { role: 'admin' })).status).toBe(422);
    const email = anAddress();
    await register(email, { names: undefined });
    const token = await lastToken(email);
    for (const more of [{ role: 'admin' }, { patientId: clinic.patientId }, { verification: 'verified' }, { organisationId: clinic.organisationId }]) expect((await confirm(token, { names, ...more })).status).toBe(422);
    expect(await json(await confirm(token))).toMatchObject({ code: 'registration.names-missing' });
    expect((await confirm(token, { names })).status).toBe(201);
  });

  it('gives an address to one of two who confirm it at once', async () => {
    const email = anAddress();
    await register(email);
    const first = await lastToken(email);
    await register(email.toUpperCase());
    const second = await lastToken(email.toUpperCase());
    expect(first).not.toBe(second);
    const answers = await Promise.all([confirm(first, { username: `u${first.slice(0, 8)}` }), confirm(second, { username: `u${second.slice(0, 8)}` })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('floods no mailbox, without saying so, and stops an address that asks for too many', async () => {
    const email = anAddress();
    for (let time = 0; time < 8; time++) expect((await register(email)).status).toBe(202);
    expect(await served.mailTo(email)).toHaveLength(3);
    const flood = await Promise.all(Array.from({ length: 60 }, () => served.post('/auth/password/forgot', { email: anAddress() })));
    const refused = flood.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(flood.filter(({ status }) => status === 202)).toHaveLength(52);
  });
});

describe('a mailed link', () => {
  it('is good once, also when it is used twice at once', async () => {
    const email = anAddress();
    await register(email);
    const token = await lastToken(email);
    const answers = await Promise.all(Array.from({ length: 4 }, (_, at) => confirm(token, { username: `at-once-${String(number)}-${String(at)}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422]);
    expect(await clinic.sql('SELECT id FROM account WHERE email = $1', [email])).toHaveLength(1);
  });

  it('that is guessed, used, too old or for something else is answered the same', async () => {
    const { email } = await anAccount();
    const used = await (async () => {
      const other = anAddress();
      await register(other);
      const token = await lastToken(other);
      await confirm(token);
      return token;
    })();
    await served.post('/auth/password/forgot', { email });
    const ofReset = await lastToken(email);
    const old = anAddress();
    await register(old);
    const tooOld = await lastToken(old);
    await clinic.sql("UPDATE mail_link SET expires_at = now() - interval '1 second' WHERE about ->> 'email' = $1", [old]);
    const answers = await Promise.all([used, ofReset, tooOld, 'A'.repeat(43), 'nonsense-that-is-long-enough'].map(async (token) => {
      const { traceId, ...answer } = await json(await confirm(token, { names }));
      expect(traceId).toBeDefined();
      return JSON.stringify(answer);
    }));
    expect([...new Set(answers)]).toEqual([expect.stringContaining('"code":"link.unusable"')]);
    // A link of one purpose is not used up by another.
    expect((await served.post('/auth/password/reset', { token: ofReset, password })).status).toBe(204);
    expect((await served.post('/auth/email/confirm', { token: tooOld })).status).toBe(422);
  });

  it('is kept as a hash, and its mail is forgotten when it is sent', async () => {
    const email = anAddress();
    await register(email);
    const token = await lastToken(email);
    expect(await clinic.sql("SELECT address, fill FROM outgoing_mail WHERE address IS NOT NULL OR fill <> '{}'")).toEqual([]);
    const everything = await clinic.sql<{ row: string }>(`SELECT l::text AS row FROM mail_link l UNION ALL SELECT v::text FROM audit.entry_values v UNION ALL SELECT e::text FROM audit.entry e UNION ALL SELECT j::text FROM queue.job j`);
    expect(everything.filter(({ row }) => row.includes(token))).toEqual([]);
  });

  it('does not tell whether an address is somebody’s name to sign in with', async () => {
    const { email: known } = await anAccount();
    const mine = anAddress();
    await register(mine);
    const token = await lastToken(mine);
    const [taken, free] = [await json(await confirm(token, { username: known })), await json(await confirm(token, { username: anAddress() }))];
    expect([taken['code'], free['code']]).toEqual(['account.username-not-yours', 'account.username-not-yours']);
    // The link is as good as before.
    expect((await confirm(token)).status).toBe(201);
  });
});

describe('a forgotten password', () => {
  it('is set anew by a mailed link, which signs out every device and is told by mail', async () => {
    const { email, token, id } = await anAccount();
    expect((await served.post('/auth/password/forgot', { email: ` ${email.toUpperCase()}`.trim() })).status).toBe(202);
    const link = await lastToken(email);
    expect(await json(await served.post('/auth/password/reset', { token: link, password: 'too short' }))).toMatchObject({ code: 'account.password-too-short' });
    const fresh = 'quite another walk entirely';
    expect((await served.post('/auth/password/reset', { token: link, password: fresh })).status).toBe(204);
    expect((await served.post('/auth/password/reset', { token: link, password: fresh })).status).toBe(422);
    expect([(await login(email)).status, (await login(email, fresh)).status]).toEqual([401, 200]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await served.ask('/me', {}, token)).status).toBe(401);
    expect((await served.mailTo(email)).at(-1)?.subject).toBe('Your password was changed');
    expect(await auditOf(id)).toEqual(expect.arrayContaining([{ thing: 'Credential', action: 'update', role: 'link' }]));
  });

  it('answers the same, and as fast, for an address of nobody, to whom nothing is sent', async () => {
    const { email: known } = await anAccount();
    expect(await tellsWhoIsKnown(known, (email) => served.post('/auth/password/forgot', { email }))).toBe(false);
    expect(await served.mailTo(`somebody-${String(number)}@example.org`)).toEqual([]);
  });

  it('of an account that was disabled gets no link, and a link from before opens nothing', async () => {
    const { email, id } = await anAccount();
    await served.post('/auth/password/forgot', { email });
    const link = await lastToken(email);
    await clinic.sql("UPDATE account SET status = 'disabled' WHERE id = $1", [id]);
    expect(await json(await served.post('/auth/password/reset', { token: link, password }))).toMatchObject({ code: 'link.unusable' });
    const before = (await served.mailTo(email)).length;
    await served.post('/auth/password/forgot', { email });
    expect(await served.mailTo(email)).toHaveLength(before);
  });
});

describe('an e-mail address', () => {
  it('is changed when its new mailbox confirms it, and the old one is told', async () => {
    const { email, token } = await anAccount();
    const fresh = anAddress();
    expect(await json(await served.post('/me/email', { email: fresh, password: 'not the password at all' }, token))).toMatchObject({ status: 422, code: 'account.password-not-right' });
    expect((await served.post('/me/email', { email: fresh, password }, token)).status).toBe(202);
    expect(await json(await served.ask('/me', {}, token))).toMatchObject({ email });
    expect((await served.post('/auth/email/confirm', { token: await lastToken(fresh) })).status).toBe(204);
    expect(await json(await served.ask('/me', {}, token))).toMatchObject({ email: fresh });
    expect((await served.mailTo(email)).at(-1)?.subject).toBe('Your e-mail address was changed');
    // The old one is free, and leads to this account no more.
    await served.forgetLimits();
    const before = (await served.mailTo(email)).length;
    await served.post('/auth/password/forgot', { email });
    expect(await served.mailTo(email)).toHaveLength(before);
  });

  it('of somebody else is not taken, and the one who asks does not learn whose it is', async () => {
    const [mine, theirs] = [await anAccount(), await anAccount()];
    expect((await served.post('/me/email', { email: theirs.email, password }, mine.token)).status).toBe(202);
    expect((await served.mailTo(theirs.email)).at(-1)).toMatchObject({ subject: 'You have an account already', token: undefined });
  });
});

// The last one, since there are several from here on.
it('whoever registers says where, if there are several organisations', async () => {
  const another = await aClinic(served.database.ownerUrl);
  await another.close();
  expect(await json(await register(anAddress()))).toMatchObject({ status: 422, code: 'registration.organisation' });
  expect((await register(anAddress(), { organisationId: '0198c0de-0000-7000-8000-000000000001' })).status).toBe(422);
  expect((await register(anAddress(), { organisationId: another.organisationId })).status).toBe(202);
});
