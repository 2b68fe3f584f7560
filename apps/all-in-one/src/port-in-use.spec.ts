import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { checkPort } from './port-in-use';

it('says in one sentence what to do about a taken port, and nothing about a free one', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(checkPort('127.0.0.1', port)).rejects.toThrow(`Port ${port} is in use by another program: stop it, or start with PORT=${port + 1} npm start.`);
  other.close();
  await once(other, 'close');
  await expect(checkPort('127.0.0.1', port)).resolves.toBeUndefined();
});
