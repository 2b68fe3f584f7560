/**
 * Runs what the README tells people to type, as it stands there: `npm start` first, then the other blocks in one shell, and at the
 * end Ctrl-C. Only the address and the folders differ, so that it runs beside a clinic that is in use.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';
import { freePort } from './free-port.mjs';
import { start, stop, stopAll } from './processes.mjs';

const readme = readFileSync(join(workspace, 'README.md'), 'utf8');
const scripts = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')).scripts;
const blocks = [...readme.matchAll(/^```(sh)?\n([^]*?)^```$/gm)].map(([, , text]) => text);
// Started and stopped around the others; run by whoever runs this.
const own = ['npm start\n', 'npm test\n'];
const inReadme = 'http://localhost:3000';
const folderOfImport = join(workspace, 'libs', 'synthea', 'src', 'testing', 'export-with-ids');

const folder = mkdtempSync(join(tmpdir(), 'anamnesis-readme-'));
// The embedded server may run as another user than we do.
chmodSync(folder, 0o755);
const data = join(folder, 'data');
const port = await freePort();
const env = { ...process.env, DATA_FOLDER: data, PORT: String(port), LOG_LEVEL: 'warn' };
const problems = [];

// The clinic stands in a process group of its own: what ends us has to end it.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}

async function startClinic() {
  let said = '';
  const clinic = start('npm', ['start'], { cwd: workspace, env, onOutput: (piece) => (said += piece) });
  const deadline = Date.now() + 120_000;
  let ended = false;
  void clinic.ended.then(() => (ended = true));
  while (!said.includes(`http://localhost:${port}`)) {
    if (ended || Date.now() > deadline) throw new Error(`npm start did not say its address:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return clinic;
}

async function runBlocks() {
  const typed = blocks
    .filter((block) => !own.includes(block))
    .join('\n')
    .replaceAll(inReadme, `http://localhost:${port}`)
    .replaceAll(/\bFOLDER\b/g, folderOfImport);
  const script = join(folder, 'typed.sh');
  // Whoever types sees an error on the screen; here an error of HTTP has to end the script.
  writeFileSync(script, `set -euo pipefail\ncurl() { command curl --fail-with-body --max-time 60 "$@"; }\nnpm() { command npm --prefix '${workspace}' "$@"; }\nset -x\n${typed}`);
  let said = '';
  const { code } = await start('bash', [script], { cwd: folder, env, onOutput: (piece) => (said += piece) }).ended;
  if (code !== 0) problems.push(`A command of the README failed (${code}):\n${said.slice(-4000)}`);
  for (const [, file] of typed.matchAll(/curl .*-o (\S+\.pdf)/g)) {
    const path = join(folder, file);
    if (!existsSync(path) || !readFileSync(path).subarray(0, 5).equals(Buffer.from('%PDF-'))) problems.push(`${file}, which the README fetches, is no PDF.`);
  }
}

try {
  for (const block of own) if (!blocks.includes(block)) problems.push(`The README has no block \`${block.trim()}\`.`);
  if (!readme.includes(inReadme)) problems.push(`The README does not use ${inReadme}, the address that this check puts its own in place of.`);
  for (const [, name] of readme.matchAll(/\bnpm run ([\w:-]+)/g)) if (!(name in scripts)) problems.push(`npm run ${name} is in the README and not in package.json.`);
  for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) if (!existsSync(join(workspace, path))) problems.push(`The README links to ${path}, which is not there.`);
  const clinic = await startClinic();
  await runBlocks();
  await stop(clinic, 'SIGINT', 60);
  const { killedBy } = await clinic.ended;
  if (killedBy === 'SIGKILL') problems.push('npm start did not end within a minute after Ctrl-C.');
  if (readdirSync(data, { recursive: true }).some((file) => String(file).endsWith('postmaster.pid'))) problems.push('After Ctrl-C the database still runs.');
} catch (error) {
  problems.push(error.message);
}
rmSync(folder, { recursive: true, force: true });
if (problems.length > 0) {
  console.error(problems.join('\n\n'));
  process.exitCode = 1;
} else {
  console.log(`${blocks.length} blocks of the README ran.`);
}
