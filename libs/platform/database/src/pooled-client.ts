import { Client, type ClientConfig } from 'pg';

/**
 * A connection of a pool, that can be lost at any moment. pg tells of it by an event, and one that nobody hears ends the process; but between the moment
 * in which a pool hands a connection out and that in which its user listens, nobody does: where the server's last words come in one packet with its
 * answer, they fall into that gap. Here somebody always listens. The statement that comes next fails, and that its user hears.
 */
export class PooledClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
