/** Installs what is missing, from the lock file. Runs on whatever Node.js the machine has, before anything is installed: no imports but Node's own. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './workspace.mjs';

const lockFile = join(workspace, 'package-lock.json');
// Remembers which lock file the installed packages came from: times of files say nothing after a checkout.
const stampFile = join(workspace, 'node_modules', '.installed-from');
const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** The Node.js that everything but this script runs on. */
export const projectNode = join(workspace, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

export function isInstalled() {
  return existsSync(projectNode) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash();
}

/**
 * `npm install` and not `npm ci`, which refuses a lock file that leaves out other platforms' optional packages.
 * Throws a sentence that says what to do.
 */
export function installMissing(say = console.log) {
  if (isInstalled()) return;
  const before = lockHash();
  say('Installing packages from package-lock.json (about a minute, once) ...');
  const { status, error, stdout, stderr } = spawnSync('npm', ['install', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: workspace,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`npm could not be started (${error.message}): install Node.js 20 or newer with npm.`);
  if (status !== 0) throw new Error(`npm install failed; see what it says, mend it and try again.\n${stdout}${stderr}`);
  if (!existsSync(projectNode)) throw new Error('npm install left out the package `node`: allow its install script (npm config get ignore-scripts) and run it again.');
  if (lockHash() !== before) throw new Error('npm install changed package-lock.json: it does not hold what package.json asks for. Commit the changed file, or put it back.');
  writeFileSync(stampFile, lockHash());
}
