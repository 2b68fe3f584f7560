/**
 * Documents that can not rot: each `tools/docs/NAME.EXT.mjs` prints what `docs/generated/NAME.EXT` holds.
 * `npm run docs:generate` writes them; with --check nothing is written, and a difference is an error, which the suite asks for.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';

const check = process.argv.includes('--check');
const generators = join(workspace, 'tools', 'docs');
const generated = join(workspace, 'docs', 'generated');
const names = readdirSync(generators)
  .filter((file) => /\.\w+\.mjs$/.test(file))
  .map((file) => file.slice(0, -'.mjs'.length))
  .sort();

const stale = [];
mkdirSync(generated, { recursive: true });
for (const name of names) {
  const now = execFileSync(process.execPath, [join(generators, `${name}.mjs`)], { cwd: workspace, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] });
  const path = join(generated, name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (before === now) continue;
  stale.push(name);
  if (!check) writeFileSync(path, now);
}
for (const file of readdirSync(generated)) {
  if (!names.includes(file)) stale.push(`${file} (nothing generates it)`);
}

if (check && stale.length > 0) {
  console.error(`docs/generated differs from the code: ${stale.join(', ')}. Run \`npm run docs:generate\` and read the difference.`);
  process.exitCode = 1;
} else {
  console.log(check ? `${names.length} generated documents are current.` : `Written: ${stale.join(', ') || 'nothing, all current'}.`);
}
