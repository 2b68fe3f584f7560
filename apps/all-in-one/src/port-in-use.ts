import { once } from 'node:events';
import { createServer } from 'node:net';
import { DomainError } from '@anamnesis/errors';

class PortInUse extends DomainError {
  readonly code = 'start.port-in-use';
  readonly kind = 'conflict';
  constructor(port: number) {
    super(`Port ${port} is in use by another program: stop it, or start with PORT=${port < 65_535 ? port + 1 : port - 1} npm start.`);
  }
}

/** Asked before anything is served, so that it is said in one sentence and at once. @throws PortInUse */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw isTaken(error) ? new PortInUse(port) : error;
  }
  probe.close();
  await once(probe, 'close');
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
}
