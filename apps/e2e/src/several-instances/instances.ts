import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, text } from '../client';
import { listInstances } from '../topology/load-balancer';

const folder = () => process.env['E2E_FOLDER'] ?? '';

/** The addresses of the instances, past the load balancer. */
export const instances = (): string[] => JSON.parse(process.env['E2E_INSTANCES'] ?? '[]') as string[];

/** From another address than the rest of the suite, so that neither is counted with the other. */
export const from = (address: string) => ({ 'x-forwarded-for': address });

const processId = (name: string): number => Number(readFileSync(join(folder(), `${name}.pid`), 'utf8'));

/** Ends the process of an instance; the supervisor starts it again. @param place counted from 0 */
export function end(place: number, signal: NodeJS.Signals): void {
  process.kill(processId(`all-in-one-${String(place + 1)}`), signal);
}

export async function untilReady(place: number): Promise<void> {
  const client = new Client(instances()[place] ?? '');
  await until(`instance ${String(place + 1)} is ready`, async () => (await client.get('/health/ready').catch(() => undefined))?.status === 200);
}

export async function until(what: string, check: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const last = Date.now() + seconds * 1000; !(await check()); ) {
    if (Date.now() > last) throw new Error(`It did not come to this in ${String(seconds)} s: ${what}`);
    await pause(50);
  }
}

/** As whoever runs the load balancer does: marks an instance, or none, and tells nginx. */
export async function takeOut(place?: number): Promise<void> {
  const ports = instances().map((address) => Number(new URL(address).port));
  listInstances(join(folder(), 'load-balancer'), ports, place === undefined ? [] : [ports[place] ?? 0]);
  process.kill(Number(readFileSync(join(folder(), 'load-balancer', 'nginx.pid'), 'utf8')), 'SIGHUP');
  await pause(500);
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export async function signInAt(address: string, username: string): Promise<Tokens> {
  const { body, status } = await new Client(address).post('/auth/login', { username, password: 'a-clinic-to-try-out' });
  if (status !== 200) throw new Error(`${username} could not sign in: ${String(status)}`);
  return { accessToken: text(body['accessToken']), refreshToken: text(body['refreshToken']) };
}
