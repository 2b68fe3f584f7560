import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildMissing } from './build.mjs';
import { installMissing, projectNode } from './install.mjs';
import { workspace } from './workspace.mjs';

/** A killed npm can tell nobody. It is our parent, since package.json says `exec`: else a shell would stand between, and end npm's run with an error after Ctrl-C. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

/**
 * Runs an app on the project's own Node.js and ends as it ends. What stops us is handed on, and an app whose launcher was killed
 * notices by the channel between them.
 */
export function runApp(app, options, { say = console.log, detached = false } = {}) {
  try {
    installMissing(say);
    buildMissing(app, say);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  const child = spawn(projectNode, ['--enable-source-maps', join('apps', app, 'dist', 'main.js'), ...options], {
    cwd: workspace,
    // In a group of its own, Ctrl-C reaches it through us alone, and once.
    detached,
    stdio: [detached ? 'ignore' : 'inherit', 'inherit', 'inherit', 'ipc'],
  });
  stopWithNpm();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      stopping = true;
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`The app could not be started (${error.message}): remove node_modules and start again.`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    // Stopped before it had begun anything, it ends by the signal itself.
    if (signal && stopping) process.exit(detached ? 0 : 130);
    if (signal) console.error(`The app was ended by ${signal}; start again, it recovers.`);
    process.exit(code ?? 1);
  });
}
