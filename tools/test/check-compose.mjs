/**
 * docker-compose.yml, read by Docker Compose itself: it is valid, it has no default secret, and only the gateway is published,
 * on the loopback address. What the containers run is what the end-to-end suite runs on the split topology.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';
import { debian, requireDebian } from './debian-packages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'anamnesis-compose-'));
const compose = requireDebian(debian.compose);

function config(secrets, ...options) {
  const file = join(folder, 'secrets.env');
  writeFileSync(file, secrets);
  const { status, stdout, stderr } = spawnSync(compose, ['-f', join(workspace, 'docker-compose.yml'), '--env-file', file, 'config', ...options], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } });
  return { ok: status === 0, stdout, stderr };
}

const problems = [];
const example = readFileSync(join(workspace, '.env.example'), 'utf8');
const names = [...example.matchAll(/^(\w+)=$/gm)].map(([, name]) => name);
const filled = (except) => names.map((name) => `${name}=${name === except ? '' : 'secret'}`).join('\n');

const valid = config(filled(), '-q');
if (!valid.ok) problems.push(`With every secret of .env.example it is not valid: ${valid.stderr}`);
for (const name of names) {
  if (config(filled(name), '-q').ok) problems.push(`${name} has a default, or is not used.`);
}
const ports = [];
let service;
for (const line of config(filled()).stdout.split('\n')) {
  service = /^ {2}(\S+):$/.exec(line)?.[1] ?? service;
  const published = /^ {4}- (.*\/(?:tcp|udp))$/.exec(line)?.[1];
  if (published) ports.push(`${service} ${published}`);
}
if (ports.length !== 1 || ports[0] !== 'gateway 127.0.0.1:3000:3000/tcp') problems.push(`Published is not the gateway alone, on the loopback address, but: ${ports.join('; ') || 'nothing'}`);

rmSync(folder, { recursive: true });
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
