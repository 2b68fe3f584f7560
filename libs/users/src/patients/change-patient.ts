import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { Charts } from '../charts/charts';
import type { NewPatient } from './create-patient';
import { Patient } from './patient.entity';
import { PatientChangeNotAllowed, PatientChanged } from './patient.errors';
import { storedDate } from './partial-date';
import { reserveMrn } from './reserve-mrn';

/** What is missing stays; null takes away. */
export type PatientChanges = Partial<Omit<NewPatient, 'birthDate' | 'gender' | 'phone' | 'email' | 'language'>> & {
  readonly [Field in 'birthDate' | 'gender' | 'phone' | 'email' | 'language']?: NewPatient[Field] | null;
};

/** What patients, and who acts for them, change themselves. The database holds them to it too (0017-patients). */
const contactData: readonly string[] = ['phone', 'email', 'address', 'zone', 'language'];

@Injectable()
export class ChangePatient {
  constructor(private readonly charts: Charts) {}

  /**
   * @param readVersion the version that the caller has read
   * @throws PatientChanged, PatientChangeNotAllowed, MrnTaken, PatientUnknown, PatientReplaced, SignInEnded
   */
  async execute(acting: Acting, patientId: string, readVersion: number, changes: PatientChanges): Promise<void> {
    await this.charts.write(acting, patientId, async (transaction) => {
      const forStaff = acting.role === 'patient' ? Object.keys(changes).filter((field) => !contactData.includes(field)) : [];
      if (forStaff.length > 0) throw new PatientChangeNotAllowed(forStaff);
      await changeAsRead(transaction, patientId, readVersion, changedColumns(changes));
      if (changes.mrn !== undefined) await reserveMrn(transaction, changes.mrn, patientId);
    });
  }
}

async function changeAsRead(transaction: EntityManager, patientId: string, readVersion: number, columns: QueryDeepPartialEntity<Patient>): Promise<void> {
  const { affected } = await transaction.update(Patient, { id: patientId, version: readVersion }, { ...columns, version: readVersion + 1 });
  if (affected === 1) return;
  const { version } = await transaction.findOneOrFail(Patient, { where: { id: patientId }, select: { id: true, version: true } });
  // The row is there as it was read, and the policies let nobody of this context change it: cover, emergency, who acts in appointments only.
  throw version === readVersion ? new PatientChangeNotAllowed() : new PatientChanged();
}

function changedColumns({ birthDate, names, ...rest }: PatientChanges): QueryDeepPartialEntity<Patient> {
  const birth = birthDate ? storedDate(birthDate) : undefined;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ...(names === undefined ? {} : { names: [...names] }),
    ...(birthDate === undefined ? {} : { birthDate: birth?.day ?? null, birthDatePrecision: birth?.precision ?? 'day' }),
  };
}
