import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { type Acting, type KeyRing, openKeyRing, signAccessToken } from '@anamnesis/sign-in';
import { type Clinic, aClinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { Client, address, list, text } from '../client';
import type { Caller } from './callers';
import { everybody, from, relate } from './everybody';

/** Somebody who acts, with a session that is in the database and a token for it. */
export interface Somebody {
  readonly acting: Acting;
  readonly token: string;
}

/** What stands in the paths of routes. */
export type PathIds = Readonly<Record<string, string>>;

/**
 * One patient, everybody of access.md around them, and a study with a release. Made as the owner where a verb would need days to
 * pass, and by the product's own verbs where rows alone are not all of it (files, releases).
 */
export interface World {
  readonly clinic: Clinic;
  readonly people: Readonly<Record<Exclude<Caller, 'nobody'>, Somebody>>;
  /** Of the patient, and of the study. */
  readonly ids: PathIds;
  /** The same of another patient, in the care of the same doctor. */
  readonly others: PathIds;
  /** A session of their own for somebody who is there. */
  session(acting: Acting): Promise<Somebody>;
  /** Somebody else of the same role, for what ends sessions or changes accounts. */
  another(acting: Acting): Promise<Somebody>;
  close(): Promise<void>;
}

export async function makeWorld(): Promise<World> {
  const clinic = await aClinic(process.env['E2E_OWNER_URL'] ?? '', { birth_date: '1971-02-03' });
  const keys = await openKeyRing(join(process.env['E2E_FOLDER'] ?? '', 'keys'));
  const session = (acting: Acting) => aSession(clinic, keys, acting);
  const people: Partial<Record<Caller, Somebody>> = {};
  const acting = Object.entries(await everybody(clinic)) as [Exclude<Caller, 'nobody'>, Acting][];
  for (const [caller, one] of acting) people[caller] = await session(one);
  return withThings(clinic, people as World['people'], session);
}

async function withThings(clinic: Clinic, people: World['people'], session: World['session']): Promise<World> {
  const ofPatient = await aRecord(clinic.patientId, people['doctor in care']);
  const other = await clinic.anotherPatient({ birth_date: '1971-02-03', sex: 'female' });
  await relate(clinic, other, clinic.doctor.accountId);
  await clinic.insert('patient_account', { account_id: people['other patient'].acting.accountId, patient_id: other });
  const representationId = v7();
  await clinic.insert('representation', { patient_id: other, id: representationId, account_id: (await clinic.account('patient')).accountId, kind: 'proxy', scope: 'full', starts_at: from(-1), ends_at: from(24), evidence: 'letter' });
  const ids = { ...ofPatient, ...(await aReleasedStudy(clinic, people)), ...(await thingsOfCare(clinic, clinic.patientId)), ...(await thingsOfAccounts(clinic, people)), nurseId: people['nurse in care'].acting.accountId };
  return { clinic, people, ids, others: { ...(await aRecord(other, people['doctor in care'])), ...(await thingsOfCare(clinic, other)), representationId }, session, another: async ({ role }) => session(await clinic.account(role)), close: () => clinic.close() };
}

/** The doctor's relation and their cover, an emergency with its review, and a restriction that was lifted. */
async function thingsOfCare(clinic: Clinic, patientId: string): Promise<PathIds> {
  const [relation] = await clinic.sql<{ id: string }>('SELECT id FROM care_relation WHERE patient_id = $1 AND doctor_id = $2', [patientId, clinic.doctor.accountId]);
  const [cover] = await clinic.sql<{ id: string }>('SELECT id FROM cover WHERE doctor_id = $1', [clinic.doctor.accountId]);
  const [emergencyAccessId, reviewId, restrictionId] = [v7(), v7(), v7()];
  await clinic.insert('emergency_access', { patient_id: patientId, id: emergencyAccessId, doctor_id: (await clinic.account('doctor')).accountId, reason: 'unconscious', until: from(-1) });
  await clinic.insert('review', { patient_id: patientId, id: reviewId, kind: 'emergency-access', thing_id: emergencyAccessId, made_by: clinic.doctor.accountId });
  await clinic.insert('restriction', { patient_id: patientId, id: restrictionId, category: 'allergy', primary_sees: true, made_by: clinic.patient.accountId, lifted_at: from(-1) });
  return { careRelationId: relation?.id ?? '', coverId: cover?.id ?? '', announcementId: v7(), emergencyAccessId, reviewId, restrictionId };
}

async function aSession(clinic: Clinic, keys: KeyRing, acting: Acting): Promise<Somebody> {
  const sessionId = v7();
  // A worker has no account, and so no session either.
  if (acting.role !== 'worker' && acting.role !== 'enrolling') await clinic.insert('session', { id: sessionId, account_id: acting.accountId, role: acting.role, device: 'matrix', expires_at: from(1) });
  return { acting, token: await signAccessToken({ accountId: acting.accountId, role: acting.role, sessionId }, keys.current, 3600) };
}

/** An open visit, a completed one and a report that was made, of somebody in the doctor's care. */
async function aRecord(patientId: string, doctor: Somebody): Promise<PathIds> {
  const client = new Client(address(), doctor.token);
  const record = async () => text((await client.post(`/patients/${patientId}/visits`, aVisit)).body['id']);
  const visitId = await record();
  await client.post(`/patients/${patientId}/visits/${visitId}/complete`, {}, { 'if-match': '"1"' });
  const asked = await client.post(`/patients/${patientId}/reports`, { kind: 'health-summary', format: 'json' });
  await ended(client, String(asked.headers.get('location')));
  return { patientId, visitId, reportId: text(asked.body['id']) };
}

export const aVisit = {
  startedAt: '2026-04-02T09:00:00Z',
  reason: 'check-up',
  measures: [{ code: '85354-9', components: [{ code: '8480-6', value: 141, unit: 'mmHg' }, { code: '8462-4', value: 92, unit: 'mmHg' }] }],
  diagnoses: [{ text: 'Hypertension' }],
  treatments: [],
};

/** As few as may share a class. */
const k = 5;
export const aStudy = {
  title: 'Blood pressure',
  purpose: 'To learn how it changes.',
  design: {
    k, cadence: 'month', datePrecision: 'month', schedule: { cron: '0 3 1 * *', zone: 'Europe/Berlin' }, classes: [[]], waitMonths: 6,
    consent: { version: 1, texts: { en: 'I agree.' } },
  },
};

/** An open study with a researcher and a first release, which needs enough people who take part. */
async function aReleasedStudy(clinic: Clinic, people: World['people']): Promise<PathIds> {
  const [admin, desk, doctor] = (['admin of the organisation', 'desk of the organisation', 'doctor in care'] as const).map((caller) => new Client(address(), people[caller].token)) as [Client, Client, Client];
  const made = await admin.post('/studies', aStudy);
  const study = String(made.headers.get('location'));
  await admin.call('POST', `${study}/open`, { headers: { 'if-match': String(made.headers.get('etag')) } });
  await admin.call('PUT', `${study}/researchers`, { body: { accountIds: [people['researcher of the study'].acting.accountId] } });
  const studyId = text(made.body['id']);
  for (let place = 0; place < k; place += 1) {
    const patientId = await clinic.anotherPatient({ birth_date: '1971-02-03', sex: 'female' });
    await relate(clinic, patientId, clinic.doctor.accountId);
    const visit = await doctor.post(`/patients/${patientId}/visits`, aVisit);
    await doctor.call('POST', `${String(visit.headers.get('location'))}/complete`, { headers: { 'if-match': '"1"' } });
    await desk.call('PUT', `/patients/${patientId}/participations/${studyId}`, { body: { textVersion: 1, language: 'en' } });
  }
  const asked = await admin.call('POST', `${study}/extractions`, {});
  const run = await ended(admin, String(asked.headers.get('location')));
  const [file] = list(run['release']?.['files']);
  return { studyId, number: String(run['number']), name: text(file?.['name']) };
}

/** What stands in the paths of accounts, organisations, reviews and announcements. */
async function thingsOfAccounts(clinic: Clinic, people: World['people']): Promise<PathIds> {
  const accountOf = (caller: Exclude<Caller, 'nobody'>): string => people[caller].acting.accountId;
  const admin = accountOf('admin of the organisation');
  const [requestId, invitationId, locationId, appointmentTypeId, announcementId, reviewId, sessionId] = [v7(), v7(), v7(), v7(), v7(), v7(), v7()];
  const asked = { accountId: (await clinic.account('nurse')).accountId, untied: await clinic.anotherPatient({ verification: 'verified' }) };
  await relate(clinic, asked.untied, clinic.doctor.accountId);
  await clinic.insert('role_request', { id: requestId, account_id: asked.accountId, role: 'desk', organisation_id: clinic.organisationId, asked_by: admin });
  await clinic.insert('invitation', { id: invitationId, organisation_id: clinic.organisationId, kind: 'staff', invited_by: admin, invited_role: 'admin', email: 'nurse@example.org', account_id: asked.accountId, expires_at: from(24) });
  await clinic.insert('location', { id: locationId, organisation_id: clinic.organisationId, name: 'Main house', zone: 'UTC' });
  await clinic.insert('appointment_type', { id: appointmentTypeId, organisation_id: clinic.organisationId, name: 'Check-up', length_minutes: 15, bookable_by: '{desk}' });
  await clinic.insert('announcement', { account_id: clinic.patient.accountId, id: announcementId, kind: 'matrix' });
  await clinic.insert('session', { id: sessionId, account_id: clinic.patient.accountId, role: 'patient', device: 'another', expires_at: from(1) });
  const absenceId = v7();
  await clinic.insert('doctor_absence', { doctor_id: clinic.doctor.accountId, id: absenceId, starts_at: '2027-02-01', ends_at: '2027-02-02', kind: 'holiday' });
  const [representation] = await clinic.sql<{ id: string }>("SELECT id FROM representation WHERE patient_id = $1 AND scope = 'full'", [clinic.patientId]);
  const [emergency] = await clinic.sql<{ id: string }>('SELECT id FROM emergency_access WHERE patient_id = $1 LIMIT 1', [clinic.patientId]);
  const emergencyAccessId = emergency?.id ?? '';
  await clinic.insert('review', { patient_id: clinic.patientId, id: reviewId, kind: 'emergency-access', thing_id: emergencyAccessId, made_by: accountOf('doctor in emergency') });
  const registered = async () => {
    const { accountId } = await clinic.account('patient');
    const patientId = await clinic.anotherPatient({ verification: 'unverified' });
    await clinic.insert('patient_account', { account_id: accountId, patient_id: patientId });
    return patientId;
  };
  return {
    otherId: await clinic.anotherPatient(), doctorId: clinic.doctor.accountId, absenceId, representationId: representation?.id ?? '',
    requestId, invitationId, locationId, appointmentTypeId, announcementId, reviewId, sessionId, emergencyAccessId, organisationId: clinic.organisationId, accountId: asked.accountId, role: 'nurse',
    registrationId: await registered(), otherRegistrationId: await registered(), untiedPatientId: asked.untied,
  };
}

async function ended(client: Client, location: string): Promise<Record<string, never>> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { status, body } = await client.get(location);
    if (status !== 200) throw new Error(`${location} answered ${String(status)}`);
    if (!['queued', 'running'].includes(text(body['status']))) return body as never;
    await setTimeout(100);
  }
  throw new Error(`${location} did not end in 30 s`);
}
