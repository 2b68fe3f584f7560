import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule, getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { type DatabasePlace, dataSourceOptions } from './data-source-options';
import { Database } from './database';

export interface DatabaseOptions extends DatabasePlace {
  /** What must be true of the database before this process serves; throws a sentence where it is not. */
  readonly check?: (pool: Pool) => Promise<void>;
}

/** Global, because a process has one database and every domain works with it. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot({ check, ...place }: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(place),
          // The launcher tells in one sentence when the database is not there; retrying in silence would hide it.
          retryAttempts: 3,
          retryDelay: 1000,
        }),
      ],
      providers: [{ provide: Database, inject: [getDataSourceToken()], useFactory: (dataSource: DataSource) => checked(new Database(dataSource), check) }],
      exports: [Database],
    };
  }
}

async function checked(database: Database, check: DatabaseOptions['check']): Promise<Database> {
  await check?.(database.pool);
  return database;
}
