/** Servers and tools that come from Debian: installed when they are missing and that is allowed, never skipped. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const debian = {
  postgresql15: { package: 'postgresql-15', path: '/usr/lib/postgresql/15/bin/postgres' },
  redis: { package: 'redis-server', path: '/usr/bin/redis-server' },
  compose: { package: 'docker-compose', path: '/usr/bin/docker-compose' },
  pdftotext: { package: 'poppler-utils', path: '/usr/bin/pdftotext' },
  procps: { package: 'procps', path: '/usr/bin/ps' },
  nginx: { package: 'nginx', path: '/usr/sbin/nginx' },
  curl: { package: 'curl', path: '/usr/bin/curl' },
};

function aptGet(args) {
  const { status, error, stdout, stderr } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // In runlevel 1 Debian installs a server without starting it: the tests start their own, on ports of their own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  });
  if (status === 0) return undefined;
  return error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-4).join('\n');
}

/** Tries to install all that is missing, in one go. Whether it is there is asked by requireDebian, where it is needed. */
export function installDebianPackages(wanted, say) {
  const missing = wanted.filter(({ path }) => !existsSync(path)).map((entry) => entry.package);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${missing.join(', ')} from Debian's packages ...`);
  const problem = aptGet(['update', '-qq']) ?? aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  if (problem) say(`apt-get: ${problem}`);
}

/** The path of what a stage needs; throws a sentence that says what to install. */
export function requireDebian({ package: name, path }) {
  if (!existsSync(path)) throw new Error(`${path} is missing: install Debian's ${name} (apt-get install ${name}), or run the tests as root on Debian, which installs it.`);
  return path;
}
