/** Builds an app and what it stands on, when something changed since. Plain Node: what it runs has been installed by then. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectNode } from './install.mjs';
import { filesBelow, workspace } from './workspace.mjs';

/** Of every source file its time and size, and of the lock file its content: what the compiler would look at, in a fraction of its time. */
function sourcesHash() {
  const hash = createHash('sha256').update(readFileSync(join(workspace, 'package-lock.json')));
  for (const file of ['tsconfig.base.json', ...['libs', 'apps'].flatMap((folder) => [...filesBelow(folder, '.ts'), ...filesBelow(folder, 'tsconfig.json')])]) {
    const { mtimeMs, size } = statSync(join(workspace, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** @param app a folder of apps */
export function buildMissing(app, say = console.log) {
  const stampFile = join(workspace, 'node_modules', `.built-${app}`);
  const before = sourcesHash();
  const isBuilt = existsSync(join(workspace, 'apps', app, 'dist', 'main.js'));
  if (isBuilt && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === before) return;
  say(isBuilt ? 'Building what changed ...' : 'Building (half a minute, once) ...');
  const { status, error, stdout, stderr } = spawnSync(projectNode, ['node_modules/typescript/bin/tsc', '-b', `apps/${app}`], { cwd: workspace, encoding: 'utf8', shell: process.platform === 'win32' });
  if (error) throw error;
  if (status !== 0) throw new Error(`The build failed: mend what it says and start again.\n${stdout}${stderr}`);
  writeFileSync(stampFile, before);
}
