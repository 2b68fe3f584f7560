import { sqlstate, sqlstateOf } from '@anamnesis/database';
import type { EntityManager } from 'typeorm';
import { MrnKey } from './patient.entity';
import { MrnTaken } from './patient.errors';

/** A number stays its patient's when they are given another one: on paper it goes on meaning them, and nobody else. @throws MrnTaken */
export async function reserveMrn(transaction: EntityManager, mrn: string, patientId: string): Promise<void> {
  const taken = await transaction.findOneBy(MrnKey, { mrn });
  if (taken?.patientId === patientId) return;
  try {
    await transaction.insert(MrnKey, { mrn, patientId });
  } catch (error) {
    if (sqlstateOf(error) === sqlstate.uniqueViolation) throw new MrnTaken();
    throw error;
  }
}
