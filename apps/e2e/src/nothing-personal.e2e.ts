import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { Client as Database } from 'pg';
import { Client, type Json, address, list, signedInAs, text } from './client';

/** A value for each personal field, found nowhere else. */
const canary = (field: string) => `Canary${field}Zq7`;

const newPatient = {
  names: [{ use: 'official', text: canary('Text'), given: [canary('Given')], family: canary('Family') }],
  phone: canary('Phone'),
  email: 'canaryemailzq7@example.org',
  gender: canary('Gender'),
  address: { line: [canary('Line')], city: canary('City'), postalCode: canary('Zip'), region: canary('Region'), country: canary('Country') },
};

describe('what is personal', () => {
  it('stands in no log line, no job and no error after a patient went the whole way', async () => {
    const doctor = await signedInAs('doctor');
    const created = await doctor.post('/patients', newPatient);
    expect(created.status).toBe(201);
    const patientId = text(created.body['id']);
    const visit = { startedAt: '2026-03-02T09:00:00Z', reason: canary('Reason'), note: canary('Note'), measures: [], diagnoses: [{ text: canary('Diagnosis') }], treatments: [{ kind: 'therapy', text: canary('Treatment'), from: '2026-03-02' }] };
    expect((await doctor.post(`/patients/${patientId}/visits`, visit)).status).toBe(201);
    const asked = await doctor.post(`/patients/${patientId}/reports`, { kind: 'health-summary', format: 'pdf' });
    expect(asked.status).toBe(202);

    await aroundThePatient(patientId);

    const errors: string[] = [];
    const provoke = async (method: string, path: string, sent: { body?: unknown; text?: string }) => errors.push((await doctor.call(method, path, sent)).bytes.toString());
    await provoke('POST', '/patients', { body: { ...newPatient, sex: canary('Sex') } });
    await provoke('POST', '/patients', { text: `{"names": "${canary('Broken')}` });
    await provoke('POST', `/patients/${patientId}/visits`, { body: { ...visit, startedAt: canary('When') } });
    await provoke('GET', `/patients?cursor=${canary('Cursor')}`, {});
    await provoke('GET', `/patients/${canary('Id')}`, {});
    await provoke('POST', '/emergency-access', { body: { name: canary('Name'), birthDate: canary('Born'), reason: canary('Why') } });
    await provoke('POST', '/auth/confirm', { body: { token: canary('Token'), password: canary('Password') } });
    for (let attempt = 0; attempt < 100 && text((await doctor.get(String(asked.headers.get('location')))).body['status']) !== 'done'; attempt += 1) await new Promise((resolve) => setTimeout(resolve, 200));

    const logs = (JSON.parse(process.env['E2E_LOGS'] ?? '[]') as string[]).map((file) => readFileSync(file, 'utf8'));
    const places = { logs: logs.join('\n'), errors: errors.join('\n'), jobs: await allJobs() };
    expect(logs.join('').length).toBeGreaterThan(0);
    expect(errors).toHaveLength(7);
    for (const [place, text] of Object.entries(places)) expect([place, /canary\w*zq7/i.exec(text)?.[0]]).toEqual([place, undefined]);
  });
});

/** Whoever looks for the patient, registers, is invited, acts for them, cares for them or comes in an emergency says something personal too. */
async function aroundThePatient(patientId: string): Promise<void> {
  const [doctor, desk, stranger, nobody] = [await signedInAs('doctor'), await signedInAs('desk'), await signedInAs('stranger'), new Client(address())];
  const [clinic] = list((await desk.get('/organisations')).body['items']);
  const answers = [
    await desk.get(`/patients?search=${canary('Family')}`),
    await nobody.post('/auth/register', { email: 'canaryregistrantzq7@example.org', names: [{ text: canary('Registrant') }], organisationId: text(clinic?.['id']) }),
    await nobody.post('/auth/password/forgot', { email: 'canaryforgottenzq7@example.org' }),
    await nobody.post('/auth/login', { username: canary('Username'), password: canary('Password') }),
    await desk.post('/invitations', { kind: 'patient', patientId, email: 'canaryinvitedzq7@example.org' }),
    await stranger.post('/emergency-access', { name: canary('Text'), birthDate: '1971-01-01', reason: canary('Emergency') }),
    await doctor.call('PATCH', `/patients/${patientId}`, { body: { phone: canary('Telephone') }, headers: { 'if-match': '"1"' } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 202, 202, 401, 201, 200, 200]);
}

/** Everything that the queue holds, on PostgreSQL and on Redis. */
async function allJobs(): Promise<string> {
  const owner = new Database({ connectionString: process.env['E2E_OWNER_URL'] });
  await owner.connect();
  const { rows: tables } = await owner.query<Json>("SELECT tablename FROM pg_tables WHERE schemaname = 'queue'");
  const contents = [];
  for (const table of tables) contents.push(JSON.stringify((await owner.query(`SELECT t::text FROM queue.${text(table['tablename'])} t`)).rows));
  await owner.end();
  if (process.env['TOPOLOGY'] === 'split') contents.push(await allOfRedis(new Redis(process.env['REDIS_URL'] ?? '')));
  return contents.join('\n');
}

async function allOfRedis(redis: Redis): Promise<string> {
  const readers: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, 0, -1),
    stream: (key) => redis.xrange(key, '-', '+'),
  };
  const keys = await redis.keys('*');
  const contents = await Promise.all(keys.map(async (key) => [key, await readers[await redis.type(key)]?.(key)]));
  await redis.quit();
  if (keys.length === 0) throw new Error('Redis holds no job: the queue is somewhere else, and was not looked at');
  return JSON.stringify(contents);
}
