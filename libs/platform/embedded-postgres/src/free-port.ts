import { createServer, type AddressInfo } from 'node:net';

/** A port of the loopback address that nobody listens on now, or the asked one; undefined when the asked one is taken. */
export function freePort(asked = 0): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    probe.listen(asked, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
