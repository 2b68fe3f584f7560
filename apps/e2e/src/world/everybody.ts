import type { Acting } from '@anamnesis/sign-in';
import type { Clinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { type Caller, callers, roleOf } from './callers';

const hour = 3_600_000;
export const from = (hours: number): Date => new Date(Date.now() + hours * hour);

export async function relate(clinic: Clinic, patientId: string, doctorId: string, values: object = {}): Promise<void> {
  const relation = { patient_id: patientId, id: v7(), doctor_id: doctorId, kind: 'attending', starts_at: from(-48), ...values };
  await clinic.insert('care_relation', { ...relation, reason: 'asked' });
  await clinic.insert('doctor_patient', relation);
}

/** The callers of access.md around the clinic's patient, made as the owner of the tables: most came to be what they are over days. */
export async function everybody(clinic: Clinic): Promise<Readonly<Record<Exclude<Caller, 'nobody'>, Acting>>> {
  const elsewhere = v7();
  await clinic.insert('organisation', { id: elsewhere, name: 'Elsewhere' });
  const people: Partial<Record<Caller, Acting>> = { patient: clinic.patient, 'doctor in care': clinic.doctor, 'doctor, a stranger': clinic.stranger };
  for (const caller of callers) {
    const role = roleOf[caller];
    if (role !== undefined) people[caller] ??= role === 'worker' ? { accountId: v7(), role } : role === 'enrolling' ? { ...(await clinic.account('doctor')), role } : await clinic.account(role);
  }
  const accountOf = (caller: Caller): string => people[caller]?.accountId ?? '';
  for (const caller of ['desk of another', 'admin of another', 'nurse elsewhere'] as const) {
    await clinic.sql('UPDATE account_role SET organisation_id = $2 WHERE account_id = $1', [accountOf(caller), elsewhere]);
  }

  const represent = (caller: Caller, scope: string) =>
    clinic.insert('representation', { patient_id: clinic.patientId, id: v7(), account_id: accountOf(caller), kind: 'proxy', scope, starts_at: from(-1), ends_at: from(24), evidence: 'letter' });
  await represent('representative in everything', 'full');
  await represent('representative for appointments', 'appointments');
  await clinic.insert('cover', { doctor_id: clinic.doctor.accountId, id: v7(), covered_by: accountOf('doctor covering'), starts_at: from(-1), ends_at: from(24) });
  await relate(clinic, clinic.patientId, accountOf('doctor whose relation ended'), { starts_at: from(-96), ends_at: from(-1) });
  await clinic.insert('emergency_access', { patient_id: clinic.patientId, id: v7(), doctor_id: accountOf('doctor in emergency'), reason: 'unconscious', until: from(24) });
  await comesToday(clinic, [accountOf('nurse in care'), accountOf('nurse elsewhere')]);
  return people as Readonly<Record<Exclude<Caller, 'nobody'>, Acting>>;
}

/** The patient has an appointment today, where the nurses work: one of the house, and one who has left its organisation. */
async function comesToday(clinic: Clinic, nurses: readonly string[]): Promise<void> {
  const [locationId, typeId] = [v7(), v7()];
  await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'House of the nurses', zone: 'UTC' });
  await clinic.insert('appointment_type', { id: typeId, organisation_id: clinic.organisationId, name: 'Blood sample', length_minutes: 1, bookable_by: '{desk}' });
  for (const account_id of nurses) await clinic.insert('nurse_location', { account_id, location_id: locationId });
  await clinic.insert('appointment', {
    patient_id: clinic.patientId, id: v7(), doctor_id: clinic.doctor.accountId, location_id: locationId, appointment_type_id: typeId, status: 'fulfilled', starts_at: from(0), ends_at: new Date(Date.now() + 60_000),
  });
}
