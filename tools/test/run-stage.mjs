import { createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectNode } from '../install.mjs';
import { workspace } from '../workspace.mjs';
import { temporaryFolder } from './clusters.mjs';
import { requireDebian } from './debian-packages.mjs';
import { start, stop } from './processes.mjs';

export const logFolder = join(workspace, 'tmp', 'test-logs');

const tail = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n');

/** Jest's own count, from its JSON. A file that can not be loaded counts as one failed test, a skipped test as failed too. */
function countJest(file, output) {
  if (!existsSync(file)) return { passed: 0, failed: 1, problems: [`Jest left no result.\n${tail(output, 40)}`] };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const problems = result.testResults.flatMap((suite) => {
    const name = suite.name.slice(workspace.length + 1);
    const tests = suite.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName, failureMessages }) => `${name}: ${fullName}\n${tail(failureMessages.join('\n').split('\n').slice(0, 30).join('\n'), 30)}`);
    return tests.length === 0 && suite.status === 'failed' ? [`${name}\n${suite.message.split('\n').slice(0, 30).join('\n')}`] : tests;
  });
  const skipped = result.numPendingTests + result.numTodoTests;
  if (skipped > 0) problems.push(`${skipped} tests were skipped.`);
  if (result.numTotalTests === 0) problems.push('No test ran.');
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + skipped;
  // An error outside of every test (a global set-up) fails the run without failing a test.
  if (failed === 0 && !result.success) problems.push(tail(output, 40));
  return { passed: result.numPassedTests, failed: Math.max(failed, problems.length > 0 ? 1 : 0), problems };
}

async function run(command, args, env, log, minutes) {
  let output = '';
  log.write(`$ ${[command, ...args].join(' ')}\n`);
  const child = start(command, args, {
    cwd: workspace,
    env: { ...process.env, PATH: `${join(workspace, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`, NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: '0', TMPDIR: temporaryFolder, ...env },
    onOutput: (piece) => {
      output += piece;
      log.write(piece);
    },
  });
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    void stop(child);
  }, minutes * 60_000);
  const { code, error } = await child.ended;
  clearTimeout(limit);
  if (late) output += `\nStopped after ${minutes} minutes.`;
  return { ok: code === 0, output: error ? `${output}\n${error.message}` : output };
}

/** Runs one stage and tells how many of its checks passed and failed; never throws, so that the others run whatever happens. */
export async function runStage(name, { scripts, jest, env = async () => ({}), minutes = 10, debian = [] }) {
  const log = createWriteStream(join(logFolder, `${name}.log`));
  try {
    debian.forEach(requireDebian);
    const given = await env();
    if (jest) {
      const result = join(logFolder, `${name}.json`);
      rmSync(result, { force: true });
      const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--ci', '--runInBand', '--json', `--outputFile=${result}`, ...jest];
      // Jest prints its JSON to stdout as well; what people read goes to stderr.
      const { output } = await run(projectNode, args, given, log, minutes);
      return countJest(result, output);
    }
    for (const script of scripts) {
      const { ok, output } = await run(projectNode, script, given, log, minutes);
      if (!ok) return { passed: 0, failed: 1, problems: [tail(output, 60)] };
    }
    return { passed: 1, failed: 0, problems: [] };
  } catch (error) {
    log.write(`${error.stack}\n`);
    return { passed: 0, failed: 1, problems: [error.message] };
  } finally {
    log.end();
  }
}
