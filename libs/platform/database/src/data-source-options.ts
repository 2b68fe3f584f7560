import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions';
import { PooledClient } from './pooled-client';

export interface DatabasePlace {
  readonly url: string;
  readonly poolSize: number;
  /** Shown by the database's own list of sessions. */
  readonly applicationName: string;
  readonly entities: readonly (new () => object)[];
}

/** Of every connection that a process of ours has through TypeORM. */
export function dataSourceOptions({ url, poolSize, applicationName, entities }: DatabasePlace): PostgresDataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    entities: [...entities],
    extra: { Client: PooledClient },
    // The tables are made by migrations and by nothing else.
    synchronize: false,
    migrationsRun: false,
    // TypeORM would try to create extensions as the service's role.
    installExtensions: false,
    logging: false,
  };
}
