import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, readlink, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Cluster } from './cluster';
import { readPostmaster } from './postmaster';
import { packagedBinaries } from './server-binaries';
import { startCluster, type ClusterOptions } from './start-cluster';

jest.setTimeout(60_000);

let base: string;
let folder: string;
let lines: string[];
const running: Cluster[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'anamnesis-cluster-')));
  await chmod(base, 0o755);
  folder = join(base, 'data');
  lines = [];
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const cluster of running.splice(0)) await cluster.stop();
  const left = await readPostmaster(join(folder, 'postgres')).catch(() => undefined);
  if (left) await (await startCluster({ folder, holder: 'clean-up', log: () => undefined })).stop();
  await rm(base, { recursive: true, force: true });
});

async function start(options: Partial<ClusterOptions> = {}): Promise<Cluster> {
  const cluster = await startCluster({ folder, holder: 'a test', elsewhere: join(base, 'elsewhere'), log: (line) => lines.push(line), ...options });
  running.push(cluster);
  return cluster;
}

async function stop(cluster: Cluster): Promise<string> {
  running.splice(running.indexOf(cluster), 1);
  return cluster.stop();
}

async function ask<Row extends object>(cluster: Cluster, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: await cluster.urlFor('postgres', 'postgres') });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts the cluster and says its port, so that whole processes can be killed. */
async function anotherStarter(holder: string, alone: boolean): Promise<{ process: ChildProcess; said: string }> {
  const program = `
    const { transformSync } = require('@swc/core');
    require.extensions['.ts'] = (module, file) => module._compile(transformSync(require('node:fs').readFileSync(file, 'utf8'),
      { filename: file, jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } }).code, file);
    const { startCluster } = require(${JSON.stringify(join(__dirname, 'start-cluster.ts'))});
    startCluster({ folder: ${JSON.stringify(folder)}, holder: ${JSON.stringify(holder)}, alone: ${alone}, log: () => undefined })
      .then((cluster) => console.log('port ' + cluster.port), (error) => console.log(error.message));`;
  const child = spawn(process.execPath, ['--conditions=@anamnesis/source', '-e', program], { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, said: said.toString().trim() };
}

async function postmasterPid(cluster: Cluster): Promise<number> {
  return (await readPostmaster(cluster.data))?.pid ?? 0;
}

async function serversLeft(): Promise<string[]> {
  const places = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return places.filter((place) => place.startsWith(base));
}

describe('a first start', () => {
  it('makes a database that knows the letters of every script, reached only with a password and only from this machine', async () => {
    const cluster = await start();
    const [found] = await ask<object>(cluster, "SELECT lower('Ж') AS lower, '李' ~ '[[:alpha:]]' AS letter, current_setting('listen_addresses') AS address, current_setting('server_encoding') AS encoding");
    expect(found).toEqual({ lower: 'ж', letter: true, address: '127.0.0.1', encoding: 'UTF8' });
    const stranger = new Client({ connectionString: `postgres://postgres:guessed@127.0.0.1:${cluster.port}/postgres` });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps the generated password for its owner only, out of arguments, environment and log', async () => {
    const cluster = await start();
    const password = (await readFile(join(folder, 'keys/postgres.password'), 'utf8')).trim();
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'keys/postgres.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700);
    const pid = await postmasterPid(cluster);
    const open = await Promise.all([`/proc/${pid}/cmdline`, `/proc/${pid}/environ`, join(folder, 'postgres.log')].map((file) => readFile(file, 'utf8')));
    expect(open.some((text) => text.includes(password))).toBe(false);
    expect(await readdir(folder)).toEqual(['keys', 'postgres', 'postgres.log']);
  });

  it('is not disturbed by one that was killed while it made the database', async () => {
    await mkdir(join(folder, 'postgres.new-999999999', 'base'), { recursive: true });
    await start();
    expect(await readdir(folder)).toEqual(['keys', 'postgres', 'postgres.log']);
  });
});

describe('a later start', () => {
  it('keeps the data, and its stop leaves no process behind', async () => {
    const first = await start();
    await ask(first, 'CREATE TABLE kept AS SELECT 7 AS value');
    expect(await stop(first)).toBe('stopped');
    expect(await serversLeft()).toEqual([]);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });

  it('takes over the server of a launcher that was killed', async () => {
    const { process: launcher, said } = await anotherStarter('npm start', true);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    const cluster = await start({ alone: true });
    expect(cluster.adopted).toBe(true);
    expect(`port ${cluster.port}`).toBe(said);
  });

  it('recovers what was committed before the server was killed, even beside a backend that does not end', async () => {
    const { process: launcher, said } = await anotherStarter('npm start', true);
    launcher.kill('SIGKILL');
    const client = new Client({ connectionString: `postgres://postgres:${(await readFile(join(folder, 'keys/postgres.password'), 'utf8')).trim()}@127.0.0.1:${said.slice(5)}/postgres` });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('CREATE TABLE kept AS SELECT 7 AS value');
    const stuck = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    process.kill(stuck.rows[0]?.pid ?? 0, 'SIGSTOP');
    process.kill((await readPostmaster(join(folder, 'postgres')))?.pid ?? 0, 'SIGKILL');
    const cluster = await start();
    expect(cluster.adopted).toBe(false);
    expect(await ask(cluster, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);
  });

  it('is not misled by a process id that another program has now', async () => {
    await stop(await start());
    await writeFile(join(folder, 'postgres/postmaster.pid'), `${process.pid}\n${join(folder, 'postgres')}\n1\n5432\n\n127.0.0.1\n\nready   \n`);
    const cluster = await start();
    expect(cluster.adopted).toBe(false);
    expect(await ask(cluster, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('several processes', () => {
  it('that start at the same moment share one server', async () => {
    const said = await Promise.all([anotherStarter('one', false), anotherStarter('two', false), start().then((cluster) => ({ said: `port ${cluster.port}` }))]);
    expect(new Set(said.map((each) => each.said)).size).toBe(1);
  });

  it('can not serve one data folder together: the second says who does, and where', async () => {
    const cluster = await start({ alone: true });
    await cluster.saysWhere('npm start, process 4711, http://localhost:3000');
    const { said } = await anotherStarter('npm start', true);
    expect(said).toBe(`Anamnesis already runs on ${folder}/postgres (npm start, process 4711, http://localhost:3000): use it there, or stop it with Ctrl-C before starting again.`);
  });

  it('stop the server only with the last of them', async () => {
    const serving = await start({ alone: true });
    const importing = await start({ holder: 'an import' });
    expect(await stop(serving)).toBe('left running');
    expect(lines.at(-1)).toContain('an import');
    expect(await ask(importing, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await stop(importing)).toBe('stopped');
    expect(await serversLeft()).toEqual([]);
  });
});

it('starts the server again, on its port, when it is killed under a running system', async () => {
  const cluster = await start();
  const { port } = cluster;
  const killed = await postmasterPid(cluster);
  process.kill(killed, 'SIGKILL');
  for (let waited = 0; waited < 200 && (await postmasterPid(cluster)) === killed; waited += 1) await sleep(50);
  expect(await stop(cluster)).toBe('stopped');
  expect(cluster.port).toBe(port);
  expect(await serversLeft()).toEqual([]);
});

it('tries again when the server can not be started for a while', async () => {
  const cluster = await start();
  const killed = await postmasterPid(cluster);
  const settings = join(cluster.data, 'postgresql.auto.conf');
  const good = await readFile(settings, 'utf8');
  await writeFile(settings, 'no setting');
  process.kill(killed, 'SIGKILL');
  for (let waited = 0; waited < 400 && !lines.join('\n').includes('It is tried again.'); waited += 1) await sleep(50);
  await writeFile(settings, good);
  for (let waited = 0; waited < 400 && (await readPostmaster(cluster.data))?.status !== 'ready'; waited += 1) await sleep(50);
  expect(await postmasterPid(cluster)).not.toBe(killed);
  expect(await stop(cluster)).toBe('stopped');
  expect(await serversLeft()).toEqual([]);
});

describe('one sentence says what to do when', () => {
  it('the port asked for is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(`Port ${port}, asked for the database, is in use by another program: stop that, or set DATABASE_PORT`);
    other.close();
  });

  it('the data folder can not be written', async () => {
    await writeFile(folder, 'a file');
    await expect(start()).rejects.toThrow(`The data folder ${folder} can not be used (a file is in its place): give it to the user who starts Anamnesis`);
  });

  it('the data were written by another version of PostgreSQL', async () => {
    await mkdir(join(folder, 'postgres'), { recursive: true });
    await writeFile(join(folder, 'postgres/PG_VERSION'), '13\n');
    await expect(start()).rejects.toThrow('was written by PostgreSQL 13 and this is PostgreSQL 18: start the version of Anamnesis that wrote it');
  });

  it('something else lies where the database should be', async () => {
    await mkdir(join(folder, 'postgres'), { recursive: true });
    await writeFile(join(folder, 'postgres/holiday.jpg'), '');
    await expect(start()).rejects.toThrow('holds files that are not a PostgreSQL database: move them away');
  });

  it('the keys belong to another database', async () => {
    await stop(await start());
    await writeFile(join(folder, 'keys/postgres.password'), 'another');
    await expect(start()).rejects.toThrow(`The password in ${folder}/keys does not open the database`);
    expect(await serversLeft()).toEqual([]);
  });

  it('the disk is full', async () => {
    const binaries = join(base, 'full');
    await mkdir(binaries);
    await writeFile(join(binaries, 'postgres'), '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n', { mode: 0o755 });
    await writeFile(join(binaries, 'initdb'), '#!/bin/sh\necho "initdb: error: could not write: No space left on device" >&2\nexit 1\n', { mode: 0o755 });
    await expect(start({ binaries })).rejects.toThrow(`The disk that holds ${folder}/postgres is full: free some space there`);
  });
});

it('moves what root keeps to itself to where the server can come, and says so', async () => {
  const closed = join(base, 'closed');
  await mkdir(closed, { mode: 0o700 });
  await cp(dirname(packagedBinaries()), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
  folder = join(closed, 'data');
  const cluster = await start({ binaries: join(closed, 'native/bin') });
  const asRoot = process.getuid?.() === 0;
  expect(cluster.data.startsWith(join(base, asRoot ? 'elsewhere' : 'closed'))).toBe(true);
  expect(lines.filter((line) => line.includes(join(base, 'elsewhere')))).toHaveLength(asRoot ? 2 : 0);
  await stop(cluster);
  // The choice stays when the permissions change: the data must not seem lost.
  await chmod(closed, 0o755);
  const again = await start();
  expect(again.data).toBe(cluster.data);
});
