import { type Database, openDatabase } from '@anamnesis/database';
import { usersEntities } from '@anamnesis/users';
import { type Place, withDatabase } from './with-database';

/** Runs a command's work on accounts, as the user service. */
export function withUsers<Result>(place: Place, work: (database: Database) => Promise<Result>): Promise<Result> {
  return withDatabase(place, 'anamnesis_user_service', async (url) => {
    const database = await openDatabase({ url, poolSize: 1, applicationName: 'cli', entities: [...usersEntities] });
    try {
      return await work(database);
    } finally {
      await database.dataSource.destroy();
    }
  });
}
