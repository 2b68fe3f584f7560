import type { DoctorAbsence, DoctorRead, ListedDoctorRow } from '@anamnesis/users';
import type { z } from 'zod';
import type { absenceAnswer, doctorAnswer, doctorsAnswer } from './doctor.schemas';

type Listed = z.infer<typeof doctorsAnswer>['items'][number];

export function presentListedDoctor(row: ListedDoctorRow): Listed {
  return { id: row.id, organisationId: row.organisation_id, names: row.names as Listed['names'], ...(row.specialty === null ? {} : { specialty: row.specialty }) };
}

/** Patients see whom they can go to; licence and phone are for staff. */
export function presentDoctor({ doctor, way }: DoctorRead): z.infer<typeof doctorAnswer> {
  const forAll = {
    id: doctor.id,
    organisationId: doctor.organisationId,
    names: doctor.names as Listed['names'],
    ...(doctor.specialty === null ? {} : { specialty: doctor.specialty }),
    version: doctor.version,
  };
  if (way === 'patient') return forAll;
  return {
    ...forAll,
    sex: doctor.sex,
    ...(doctor.licence === null ? {} : { licence: doctor.licence }),
    ...(doctor.phone === null ? {} : { phone: doctor.phone }),
    status: doctor.status,
  };
}

export function presentAbsence(absence: DoctorAbsence): z.infer<typeof absenceAnswer> {
  return {
    id: absence.id,
    startsAt: absence.startsAt.toISOString(),
    endsAt: absence.endsAt.toISOString(),
    kind: absence.kind,
    ...(absence.cancelledAt === null ? {} : { cancelledAt: absence.cancelledAt.toISOString() }),
    version: absence.version,
  };
}
