import { DomainError } from '@anamnesis/errors';

export class PortInUse extends DomainError {
  readonly code = 'start.port-in-use';
  readonly kind = 'conflict';
  constructor(port: number) {
    super(`Port ${port} is in use by another program: stop it, or start with PORT=${port < 65_535 ? port + 1 : port - 1} npm start.`);
  }
}

/** Said in the words of whoever typed `npm start`. */
export function portSentence(error: unknown, port: number): unknown {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE' ? new PortInUse(port) : error;
}
