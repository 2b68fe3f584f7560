import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule, getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { Database } from './database';
import { PooledClient } from './pooled-client';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Shown by the database's own list of sessions. */
  readonly applicationName: string;
  readonly entities: readonly (new () => object)[];
  /** What must be true of the database before this process serves; throws a sentence where it is not. */
  readonly check?: (pool: Pool) => Promise<void>;
}

/** Global, because a process has one database and every domain works with it. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: options.url,
          applicationName: options.applicationName,
          entities: [...options.entities],
          poolSize: options.poolSize,
          extra: { Client: PooledClient },
          // The tables are made by migrations and by nothing else.
          synchronize: false,
          migrationsRun: false,
          // TypeORM would try to create extensions as the service's role.
          installExtensions: false,
          logging: false,
          // The launcher tells in one sentence when the database is not there; retrying in silence would hide it.
          retryAttempts: 3,
          retryDelay: 1000,
        }),
      ],
      providers: [{ provide: Database, inject: [getDataSourceToken()], useFactory: (dataSource: DataSource) => checked(new Database(dataSource), options) }],
      exports: [Database],
    };
  }
}

async function checked(database: Database, { check }: DatabaseOptions): Promise<Database> {
  await check?.(database.pool);
  return database;
}
