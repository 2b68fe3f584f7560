import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { DataSource } from 'typeorm';
import { Charts } from '../charts/charts';
import { usersEntities } from '../entities';
import { type Clinic, aClinic } from './a-clinic';

export interface UsersOnDatabase {
  readonly place: TestDatabase;
  readonly clinic: Clinic;
  readonly database: Database;
  readonly accessLog: AccessLog;
  readonly charts: Charts;
  stop(): Promise<void>;
}

/** What verbs of users are made of, on a database of their own with a clinic in it, as the user service's role. */
export async function usersOnDatabase(): Promise<UsersOnDatabase> {
  const place = await testDatabase();
  const clinic = await aClinic(place.ownerUrl);
  const dataSource = await new DataSource({ type: 'postgres', url: place.urlFor('anamnesis_user_service'), entities: usersEntities, installExtensions: false, poolSize: 10 }).initialize();
  const database = new Database(dataSource);
  const accessLog = new AccessLog(database);
  return {
    place, clinic, database, accessLog, charts: new Charts(database, accessLog),
    async stop() {
      await dataSource.destroy();
      await clinic.close();
      await place.drop();
    },
  };
}
