/**
 * `npm test`: everything, on a machine that has Node.js and npm and nothing else. Plain Node 20, because it runs before anything
 * is installed. `npm test -- --only unit,db18` runs chosen stages while developing. docs/TESTING.md tells what each does.
 */
import { mkdirSync } from 'node:fs';
import { installMissing } from './install.mjs';
import { stopServers } from './test/clusters.mjs';
import { installDebianPackages } from './test/debian-packages.mjs';
import { stopAll } from './test/processes.mjs';
import { logFolder, runStage } from './test/run-stage.mjs';
import { stages } from './test/stages.mjs';

const began = Date.now();
const seconds = (from) => Math.round((Date.now() - from) / 1000);
const say = (text) => console.log(`[${String(seconds(began)).padStart(4)} s] ${text}`);
// Two at a time: on two cores a third only makes each slower, and tests that wait for something start to fail.
const slots = 2;

function chosenStages() {
  const at = process.argv.indexOf('--only');
  if (at === -1) return Object.keys(stages);
  const chosen = (process.argv[at + 1] ?? '').split(',').filter((name) => name !== '');
  const unknown = chosen.filter((name) => !(name in stages));
  if (chosen.length === 0 || unknown.length > 0) throw new Error(`--only takes some of: ${Object.keys(stages).join(', ')}${unknown.length > 0 ? `; not ${unknown.join(', ')}` : ''}.`);
  return chosen;
}

async function runAll(names, done) {
  const waiting = [...names];
  const running = new Map();
  const ended = new Set();
  const mayStart = (name) => (stages[name].after ?? []).every((other) => !names.includes(other) || ended.has(other));
  while (waiting.length > 0 || running.size > 0) {
    while (running.size < slots) {
      const next = waiting.find(mayStart);
      if (next === undefined) break;
      waiting.splice(waiting.indexOf(next), 1);
      const start = Date.now();
      running.set(
        next,
        runStage(next, stages[next]).then((result) => {
          running.delete(next);
          ended.add(next);
          done({ name: next, seconds: seconds(start), ...result });
        }),
      );
    }
    await Promise.race(running.values());
  }
}

function printTable(results) {
  const rows = [['stage', 'passed', 'failed', 'seconds'], ...results.map((row) => [row.name, row.passed, row.failed, row.seconds].map(String))];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  console.log(`\n${rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')).join('\n')}`);
  console.log(`${results.length} stages in ${seconds(began)} s; full logs in tmp/test-logs\n`);
}

async function finish(results) {
  await stopAll();
  await stopServers();
  const sum = (key) => results.reduce((total, row) => total + row[key], 0);
  const failed = sum('failed');
  process.exitCode = failed > 0 || results.length === 0 ? 1 : 0;
  console.log(`${sum('passed')} passed, ${failed} failed`);
}

let interrupted = false;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, async () => {
    if (interrupted) return;
    interrupted = true;
    say('Interrupted: stopping what was started ...');
    await stopAll();
    await stopServers();
    process.exit(130);
  });
}

const results = [];
try {
  const names = chosenStages();
  mkdirSync(logFolder, { recursive: true });
  installMissing(say);
  installDebianPackages([...new Set(names.flatMap((name) => stages[name].debian ?? []))], say);
  await runAll(names, (result) => {
    results.push(result);
    if (interrupted) return;
    say(`${result.failed > 0 ? 'FAILED' : 'passed'}  ${result.name}: ${result.passed} passed, ${result.failed} failed (${result.seconds} s)`);
    for (const problem of result.problems) console.log(`\n${problem.replace(/^/gm, '    ')}\n`);
  });
  if (!interrupted) printTable(results);
} catch (error) {
  results.push({ passed: 0, failed: 1 });
  console.error(error.message);
}
if (!interrupted) await finish(results);
