import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppProcess, root, startProgram } from './processes';

const shipped = join(root, 'deploy/load-balancer');

/** Where Debian's package puts it, which is on no ordinary user's path. */
const program = '/usr/sbin/nginx';

/** The load balancer that the project ships, as docs/OPERATIONS.md starts it: only the ports are put in place of those in its files. */
export function startLoadBalancer(folder: string, port: number, instances: readonly number[]): AppProcess {
  mkdirSync(folder);
  for (const file of ['nginx.conf', 'listen.conf']) writeFileSync(join(folder, file), readShipped(file).replace('127.0.0.1:3000', `127.0.0.1:${String(port)}`));
  listInstances(folder, instances);
  return startProgram('nginx', program, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'], {}, join(folder, 'failures.log'));
}

/** @param down of which nothing new is sent there */
export function listInstances(folder: string, ports: readonly number[], down: readonly number[] = []): void {
  const line = /^server 127\.0\.0\.1:3001(.*);$/m.exec(readShipped('instances.conf'))?.[1] ?? '';
  writeFileSync(join(folder, 'instances.conf'), ports.map((port) => `server 127.0.0.1:${String(port)}${line}${down.includes(port) ? ' down' : ''};\n`).join(''));
}

const readShipped = (file: string): string => readFileSync(join(shipped, file), 'utf8');
