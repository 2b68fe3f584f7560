import { Client, type ClientConfig } from 'pg';

/**
 * A connection of BullMQ's pool. Where the server ends between two of its statements, pg tells nobody but the connection's own listeners, and BullMQ
 * has none on those that it has taken out: the whole process would end. The statement that comes next fails, and that BullMQ hears.
 */
export class QueueClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
