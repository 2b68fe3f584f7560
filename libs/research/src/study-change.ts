import type { EntityManager } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { StudyChanged } from './study.errors';
import { Study } from './study.entity';

/** Of two who change what they have both read, the version lets one through. @throws StudyChanged */
export async function changeAsRead(transaction: EntityManager, id: string, readVersion: number, changes: QueryDeepPartialEntity<Study>): Promise<void> {
  const { affected } = await transaction.update(Study, { id, version: readVersion }, { ...changes, version: readVersion + 1 });
  if (affected !== 1) throw new StudyChanged();
}
