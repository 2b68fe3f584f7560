import { DataSource } from 'typeorm';
import { Database } from './database';
import type { DatabaseOptions } from './database.module';

/** A database for a process without Nest (the command line); closed by `dataSource.destroy()`. */
export async function openDatabase({ url, poolSize, applicationName, entities }: Omit<DatabaseOptions, 'check'>): Promise<Database> {
  const dataSource = new DataSource({ type: 'postgres', url, poolSize, applicationName, entities: [...entities], installExtensions: false, synchronize: false });
  return new Database(await dataSource.initialize());
}
