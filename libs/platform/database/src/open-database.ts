import { DataSource } from 'typeorm';
import { type DatabasePlace, dataSourceOptions } from './data-source-options';
import { Database } from './database';

/** A database for a process without Nest (the command line); closed by `dataSource.destroy()`. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  return new Database(await new DataSource(dataSourceOptions(place)).initialize());
}
