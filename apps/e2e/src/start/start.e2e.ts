import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, list, text } from '../client';
import { freePort, root } from '../topology/processes';
import { type Start, appOf, isAlive, postmasterOf, start } from './a-start';

const password = 'a-clinic-to-try-out';
const ready = /Anamnesis is ready\./;

let folder: string;
let port: number;
const running: Start[] = [];

function begin(settings: Record<string, string> = {}, data = folder): Start {
  const begun = start(data, port, settings);
  running.push(begun);
  return begun;
}

const signIn = (username = 'doctor', typed = password) => new Client(`http://127.0.0.1:${String(port)}`).post('/auth/login', { username, password: typed });

async function patientsInCare(): Promise<number> {
  const doctor = new Client(`http://127.0.0.1:${String(port)}`, text((await signIn()).body['accessToken']));
  return list((await doctor.get('/patients?limit=100')).body['items']).length;
}

async function stop(begun: Start): Promise<number | null> {
  begun.child.kill('SIGINT');
  return begun.ended();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anamnesis-start-'));
  await chmod(folder, 0o755);
  port = await freePort();
});

afterAll(async () => {
  await Promise.all(running.filter(({ child }) => child.exitCode === null && child.signalCode === null).map(stop));
  await rm(folder, { recursive: true, force: true });
});

describe('npm start', () => {
  it('makes a clinic at the first start, says where it is and how to sign in, and stops cleanly', async () => {
    const first = begin();
    await first.says(ready);
    expect(first.said()).toContain(`http://localhost:${String(port)}/docs`);
    expect(first.said()).toContain(password);
    expect((await signIn()).status).toBe(200);
    expect(first.said()).toContain('A demonstration clinic of 120 patients was made.');
    expect(await patientsInCare()).toBeGreaterThan(25);
    for (const file of ['access-token-keys.json', 'anamnesis_all_in_one.password']) expect((await stat(join(folder, 'keys', file))).mode & 0o777).toBe(0o600);
    const postmaster = postmasterOf(folder);
    await stop(first);
    expect(first.said()).toContain('Stopped.');
    expect(isAlive(postmaster)).toBe(false);
  });

  it('goes on with the demonstration patients and the accounts where it was killed before they were made', async () => {
    const fresh = join(folder, 'killed-first');
    await mkdir(fresh, { mode: 0o755 });
    const first = begin({}, fresh);
    // The doctor's account is the first of seven, and then come the patients of the demonstration.
    for (let attempt = 0; attempt < 1500 && (await signIn().catch(() => ({ status: 0 }))).status !== 200; attempt += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(appOf(first), 'SIGKILL');
    await first.ended();
    const second = begin({}, fresh);
    await second.says(ready);
    expect(await patientsInCare()).toBeGreaterThan(25);
    for (const username of ['nurse', 'desk', 'researcher', 'admin', 'auditor', 'patient']) expect((await signIn(username)).status).toBe(200);
    await stop(second);
  });

  it('keeps the data, starts again in seconds, and is refused while it runs', async () => {
    const began = Date.now();
    const second = begin();
    await second.says(ready);
    expect(Date.now() - began).toBeLessThan(20_000);
    expect((await signIn()).status).toBe(200);
    const third = begin();
    expect(await third.ended()).not.toBe(0);
    expect(third.said()).toMatch(/already runs on .*: use it there, or stop it with Ctrl-C/);
    await stop(second);
  });

  it.each(['the app', 'the database server', 'both and npm'])('recovers after kill -9 of %s', async (victim) => {
    const begun = begin();
    await begun.says(ready);
    const [app, postmaster] = [appOf(begun), postmasterOf(folder)];
    if (victim !== 'the database server') process.kill(app, 'SIGKILL');
    if (victim !== 'the app') process.kill(postmaster, 'SIGKILL');
    if (victim === 'both and npm') begun.child.kill('SIGKILL');
    // Where only the server was killed, the running clinic starts it again; else the next start does.
    const next = victim === 'the database server' ? begun : begin();
    await next.says(ready);
    let status = 0;
    const end = Date.now() + 60_000;
    while (status !== 200 && Date.now() < end) {
      status = (await signIn().catch(() => ({ status: 0 }))).status;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    // With what it said, because a test that saw it end could not tell why.
    expect([status, status === 200 ? '' : next.said()]).toEqual([200, '']);
    await stop(next);
  });

  it('says in one sentence that the port is in use, and leaves no server behind', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const begun = begin();
    expect(await begun.ended()).not.toBe(0);
    await new Promise((resolve) => other.close(resolve));
    expect(begun.said()).toContain(`Port ${String(port)} is in use by another program: stop it, or start with PORT=${String(port + 1)} npm start.`);
    expect(begun.said()).not.toContain('    at ');
  });

  it('says in one sentence that the data folder can not serve', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const begun = begin({}, join(file, 'data'));
    expect(await begun.ended()).not.toBe(0);
    expect(begun.said()).toContain(file);
    expect(begun.said()).not.toContain('    at ');
  });

  it('refuses the demonstration accounts where PRODUCTION is set, makes none, and asks an administrator for a second factor', async () => {
    const begun = begin({ PRODUCTION: 'true' });
    await begun.says(ready);
    const refused = await signIn();
    expect([refused.status, refused.body['code']]).toEqual([403, 'sign-in.demonstration-account']);
    await stop(begun);

    const fresh = join(folder, 'production');
    await mkdir(fresh, { mode: 0o755 });
    const production = begin({ PRODUCTION: 'true' }, fresh);
    await production.says(ready);
    expect(production.said()).toContain('npm run cli -- admin create');
    expect((await signIn()).status).toBe(401);
    const made = await promisify(execFile)(process.execPath, [join(root, 'apps/cli/dist/main.js'), 'admin', 'create', '--username', 'chief', '--organisation', 'A Clinic'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], DATA_FOLDER: fresh },
    });
    const asked = await signIn('chief', /(\S+)\s*$/.exec(made.stdout)?.[1]);
    expect([asked.status, asked.body['mfa'], typeof asked.body['token']]).toEqual([200, 'enrol', 'string']);
    await stop(production);
  });

  it('names all settings that can not be used', async () => {
    const begun = begin({ LOG_LEVEL: 'shout', DATABASE_POOL_SIZE: 'many' });
    expect(await begun.ended()).not.toBe(0);
    for (const setting of ['LOG_LEVEL', 'DATABASE_POOL_SIZE']) expect(begun.said()).toContain(setting);
  });
});
