import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { v7 } from 'uuid';
import { CareRelation } from '../care/care-relation.entity';
import { PatientUnknown, SignInEnded } from '../charts/chart.errors';
import type { HumanName } from './human-name';
import { newMrn } from './mrn';
import { type Address, Patient, type Sex } from './patient.entity';
import { type PartialDate, storedDate } from './partial-date';
import { reserveMrn } from './reserve-mrn';

export interface NewPatient {
  readonly names: readonly HumanName[];
  readonly birthDate?: PartialDate | undefined;
  readonly sex?: Sex | undefined;
  readonly gender?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly address?: Address | undefined;
  /** IANA zone, in which their days begin. */
  readonly zone?: string | undefined;
  readonly language?: string | undefined;
  /** Medical record number; a free one is given where there is none. */
  readonly mrn?: string | undefined;
}

interface OpenedChart {
  outcome: 'open' | 'unknown' | 'not-signed-in';
  organisation_id: string;
  doctor_id: string | null;
}

@Injectable()
export class CreatePatient {
  constructor(private readonly database: Database) {}

  /**
   * A doctor who creates a patient is their primary doctor; the desk and an admin only register the person.
   * @returns the new patient's id
   * @throws MrnTaken, SignInEnded
   */
  async execute(acting: Acting, patient: NewPatient): Promise<string> {
    const id = v7();
    await this.database.inTransaction(async (transaction) => {
      const [chart] = await transaction.query<OpenedChart[]>('SELECT outcome, organisation_id, doctor_id FROM app.open_new_chart($1::jsonb, $2::uuid)', [JSON.stringify(acting), id]);
      if (chart?.outcome === 'not-signed-in') throw new SignInEnded();
      if (chart?.outcome !== 'open') throw new PatientUnknown();
      const mrn = patient.mrn ?? newMrn();
      await reserveMrn(transaction, mrn, id);
      await transaction.insert(Patient, rowOf(patient, id, mrn, chart.organisation_id));
      if (chart.doctor_id) await beginPrimaryCare(transaction, id, chart.doctor_id);
    });
    return id;
  }
}

function rowOf(patient: NewPatient, id: string, mrn: string, organisationId: string): QueryDeepPartialEntity<Patient> {
  const birth = patient.birthDate === undefined ? undefined : storedDate(patient.birthDate);
  return {
    id,
    mrn,
    organisationId,
    names: [...patient.names],
    birthDate: birth?.day ?? null,
    birthDatePrecision: birth?.precision ?? 'day',
    sex: patient.sex ?? 'unknown',
    gender: patient.gender ?? null,
    phone: patient.phone ?? null,
    email: patient.email ?? null,
    address: patient.address ?? {},
    zone: patient.zone ?? 'UTC',
    language: patient.language ?? null,
  };
}

async function beginPrimaryCare(transaction: EntityManager, patientId: string, doctorId: string): Promise<void> {
  await transaction.insert(CareRelation, { id: v7(), patientId, doctorId, kind: 'primary', startsAt: new Date(), reason: 'created the record' });
}
