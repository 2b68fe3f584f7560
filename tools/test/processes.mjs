/** What this run has started, so that all of it ends with it: by process id, also on Ctrl-C. */
import { spawn } from 'node:child_process';

const running = new Set();

/** Ends a process and what it has started in turn: each stands in a process group of its own. */
function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch (error) {
    // It has ended in the meantime.
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Starts a process, and remembers it until it has ended. `onOutput` gets each piece of what it prints. */
export function start(command, args, { onOutput = () => undefined, ...options } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  child.ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('close', (code, killedBy) => resolve({ code, killedBy }));
  });
  child.stdout.on('data', (data) => onOutput(String(data)));
  child.stderr.on('data', (data) => onOutput(String(data)));
  if (child.pid !== undefined) {
    running.add(child);
    child.once('exit', () => running.delete(child));
  }
  return child;
}

/** Asks it to end, and insists after a while. */
export async function stop(child, name = 'SIGTERM', patienceSeconds = 10) {
  if (!running.has(child)) return;
  signal(child, name);
  const insist = setTimeout(() => signal(child, 'SIGKILL'), patienceSeconds * 1000);
  await child.ended;
  clearTimeout(insist);
}

export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child, 'SIGTERM', 3)));
}
