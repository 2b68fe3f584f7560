import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** How PostgreSQL ends each answer: "ready for the next statement". */
const readyForQuery = Buffer.from('5a00000005', 'hex');

/** Stands between a process and its server, and makes happen what else would take luck. */
export interface Between {
  readonly url: string;
  /** Connections that give this name of an application are broken off. */
  turnAway: string | undefined;
  /** Keeps whole answers back, and hands them over in one packet with the server's last words when it ends the connection. */
  keepAnswers: boolean;
  close(): Promise<void>;
}

export async function standBetween(databaseUrl: string): Promise<Between> {
  const url = new URL(databaseUrl);
  const [host, port] = [url.hostname, Number(url.port)];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.once('data', (startup: Buffer) => {
      if (between.turnAway !== undefined && startup.includes(between.turnAway)) return void client.destroy();
      const to = connect(port, host);
      open.add(to);
      to.write(startup);
      client.on('data', (bytes: Buffer) => to.write(bytes));
      let kept = Buffer.alloc(0);
      to.on('data', (bytes: Buffer) => {
        kept = Buffer.concat([kept, bytes]);
        if (between.keepAnswers && kept.includes(readyForQuery)) return;
        client.write(kept);
        kept = Buffer.alloc(0);
      });
      to.on('close', () => client.end(kept));
      client.on('close', () => to.destroy());
      to.on('error', () => client.destroy());
    });
    client.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.port = String((server.address() as AddressInfo).port);
  const between: Between = {
    url: url.href,
    turnAway: undefined,
    keepAnswers: false,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return between;
}
