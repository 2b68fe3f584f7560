import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';

/** A statement that is prepared once a connection where it has a name. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

interface CurrentTransaction {
  readonly manager: EntityManager;
  readonly afterwards: (() => Promise<void>)[];
}

/**
 * The one PostgreSQL of a process: a pool that plain statements and TypeORM share, and the current transaction, which travels
 * with the request so that verbs need not hand it on.
 */
export class Database {
  private readonly current = new AsyncLocalStorage<CurrentTransaction>();

  constructor(readonly dataSource: DataSource) {}

  get pool(): Pool {
    return (this.dataSource.driver as PostgresDriver).master as Pool;
  }

  /** One statement in a transaction of its own, which is what is cheapest. */
  async query<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ ...statement, values: [...values] });
    return rows;
  }

  /** Throws where the database does not answer. */
  async answers(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  /** Work that commits together. A second transaction inside one is a mistake: the first would not know of its failure. */
  async inTransaction<T>(work: (transaction: EntityManager) => Promise<T>): Promise<T> {
    if (this.current.getStore()) throw new Error('A transaction is already under way here');
    const afterwards: CurrentTransaction['afterwards'] = [];
    const result = await this.dataSource.transaction((manager) => this.current.run({ manager, afterwards }, () => work(manager)));
    for (const next of afterwards) await next();
    return result;
  }

  /** What is done when the current transaction has committed, before its caller goes on; and never where it has not. For nudges: they may not throw. */
  afterCommit(work: () => Promise<void>): void {
    this.running().afterwards.push(work);
  }

  /**
   * A prepared statement in the current transaction. TypeORM sends its own unprepared, so that each is planned anew: for a visit
   * of six rows that costs as much as the inserts do.
   */
  async queryInTransaction<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const connection = (await this.transaction().queryRunner?.connect()) as PoolClient | undefined;
    if (!connection) throw new Error('The current transaction has no connection');
    const { rows } = await connection.query<Row>({ ...statement, values: [...values] });
    return rows;
  }

  /** The current transaction; writing outside one throws. */
  transaction(): EntityManager {
    return this.running().manager;
  }

  private running(): CurrentTransaction {
    const running = this.current.getStore();
    if (!running) throw new Error('This needs a transaction, and none is under way');
    return running;
  }
}
