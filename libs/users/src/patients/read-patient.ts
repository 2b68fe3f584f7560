import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown } from '../charts/chart.errors';
import { chartStatement } from '../charts/chart-statement';
import { Charts } from '../charts/charts';
import type { HumanName } from './human-name';
import type { DatePrecision } from './partial-date';
import type { Address, Sex } from './patient.entity';

export interface PatientRow {
  id: string;
  mrn: string;
  names: HumanName[];
  birth_date: string | null;
  birth_date_precision: DatePrecision;
  sex: Sex;
  gender: string | null;
  phone: string | null;
  email: string | null;
  address: Address;
  zone: string;
  language: string | null;
  verification: 'unverified' | 'verified';
  deceased_at: Date | null;
  version: number;
}

const readPatient = chartStatement(
  'users.patient',
  `SELECT id, mrn, names, birth_date::text, birth_date_precision, sex, gender, phone, email, address, zone, language, verification, deceased_at, version
     FROM patient WHERE id = opened.patient_id AND replaced_by IS NULL`,
  'person',
);

@Injectable()
export class ReadPatient {
  constructor(private readonly charts: Charts) {}

  /** Demographics. @throws PatientUnknown, PatientReplaced, SignInEnded */
  async execute(acting: Acting, patientId: string): Promise<PatientRow> {
    const [patient] = await this.charts.read<PatientRow>(acting, patientId, readPatient, [], { thing: 'Patient', thingId: patientId });
    if (!patient) throw new PatientUnknown();
    return patient;
  }
}
