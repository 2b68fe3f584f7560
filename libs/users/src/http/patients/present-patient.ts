import type { Acting } from '@anamnesis/sign-in';
import { type FoundPatientRow, type OwnAccount, type OwnPatientRow, type PatientRow, displayName, partialDate } from '@anamnesis/users';
import type { z } from 'zod';
import type { ownAccountAnswer, patientAnswer } from './schemas';
import type { patientsAnswer } from './search.schemas';

export function presentPatient(row: PatientRow): z.infer<typeof patientAnswer> {
  return {
    id: row.id,
    mrn: row.mrn,
    names: row.names as z.infer<typeof patientAnswer>['names'],
    ...(row.birth_date === null ? {} : { birthDate: partialDate(row.birth_date, row.birth_date_precision) }),
    sex: row.sex,
    ...(row.gender === null ? {} : { gender: row.gender }),
    ...(row.phone === null ? {} : { phone: row.phone }),
    ...(row.email === null ? {} : { email: row.email }),
    address: { ...row.address },
    zone: row.zone,
    ...(row.language === null ? {} : { language: row.language }),
    verification: row.verification,
    ...(row.deceased_at === null ? {} : { deceasedAt: row.deceased_at.toISOString() }),
    version: row.version,
  };
}

type ListedPatient = z.infer<typeof patientsAnswer>['items'][number];

export function presentOwnPatient(row: OwnPatientRow): ListedPatient {
  return {
    ...presentPerson(row),
    care: row.care,
    ...(row.covering_for === null || row.care.length > 0 ? {} : { coveringFor: row.covering_for.map(({ doctorId, names }) => ({ doctorId, name: displayName(names) })) }),
  };
}

export function presentFoundPatient(row: FoundPatientRow): ListedPatient {
  return { ...presentPerson(row), verification: row.verification };
}

/** What tells one from another in a list: twins have a family name and a birth date in common. */
export function presentPerson(row: Pick<PatientRow, 'id' | 'mrn' | 'names' | 'birth_date' | 'birth_date_precision' | 'sex'>): Omit<ListedPatient, 'care' | 'verification'> {
  return {
    id: row.id,
    mrn: row.mrn,
    names: row.names as z.infer<typeof patientAnswer>['names'],
    ...(row.birth_date === null ? {} : { birthDate: partialDate(row.birth_date, row.birth_date_precision) }),
    sex: row.sex,
  };
}

export function presentOwnAccount(account: OwnAccount, acting: Acting): z.infer<typeof ownAccountAnswer> {
  return {
    id: account.id,
    username: account.username,
    names: account.names as z.infer<typeof patientAnswer>['names'],
    ...(account.email === null ? {} : { email: account.email }),
    language: account.language,
    role: acting.role,
    roles: account.roles,
    ...(account.patient_id === null ? {} : { patientId: account.patient_id }),
    ...(account.doctor_id === null ? {} : { doctorId: account.doctor_id }),
  };
}
