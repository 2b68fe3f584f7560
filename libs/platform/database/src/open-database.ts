import { DataSource } from 'typeorm';
import { Database } from './database';
import type { DatabaseOptions } from './database.module';
import { PooledClient } from './pooled-client';

/** A database for a process without Nest (the command line); closed by `dataSource.destroy()`. */
export async function openDatabase({ url, poolSize, applicationName, entities }: Omit<DatabaseOptions, 'check'>): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    extra: { Client: PooledClient },
    entities: [...entities],
    installExtensions: false,
    synchronize: false,
  });
  return new Database(await dataSource.initialize());
}
