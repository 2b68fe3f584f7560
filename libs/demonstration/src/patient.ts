import { json } from '@anamnesis/database';
import { slotOf } from './calendar';
import type { Clinic } from './clinic';
import { consentFrom } from './consent';
import { Course } from './course';
import { isoDay, msOfDay, yearsBetween } from './days';
import { nextId, patientIdOf, patientIdsOf, randomOf } from './ids';
import { type Demographics, type Person, makePerson, storedBirth } from './person';
import { type Plan, type PlannedVisit, planVisits } from './plan-visits';
import type { Random } from './random';
import { ChartRecord, moment, type RecordTable } from './record';
import type { RowOf, Rows } from './targets';
import { type Doctor, hoursOfDay, makeTeam, teamOf } from './team';

export type PatientTable = RecordTable | 'patient' | 'care_relation' | 'appointment' | 'participation';

/** All rows of one patient. They follow from the clinic and the ordinal, whoever else is made. */
export function makePatient(clinic: Clinic, ordinal: number, team: readonly Doctor[]): Rows<PatientTable> {
  const { person, demographics } = makePerson(clinic, ordinal);
  const random = randomOf('course', clinic.seed, ordinal);
  const ids = patientIdsOf(clinic.seed, ordinal);
  patientIdOf(ids, ordinal);
  const plan = planVisits(random, clinic, person);
  const own = ownDoctor(random, person, team);
  const referral = referralFrom(random, plan, own, team);
  const record = new ChartRecord(clinic, person, ids);
  new Course(random, { clinic, person, plan, doctorAt: (visit) => (visit === referral?.visit ? referral.doctor : own) }, record).write();
  const participation = consentFrom(random, clinic, person);
  return {
    patient: [patientRow(clinic, person, demographics)],
    care_relation: careRelations(ids, clinic, person, own, referral),
    appointment: appointments(random, ids, clinic, person, plan, own),
    participation: participation === undefined ? [] : [participation],
    ...record.rows,
  };
}

function patientRow(clinic: Clinic, person: Person, { mrn, names, phone, email, address }: Demographics): RowOf<'patient'> {
  const { clock } = clinic.locations[person.location];
  return {
    id: person.id, organisation_id: clinic.organisationId, mrn, names: json(names), birth_date: storedBirth(person), birth_date_precision: person.birthPrecision, sex: person.sex, phone, email,
    address: json(address), zone: person.zone, language: person.language, deceased_at: person.died === null ? null : moment(clock.at(person.died, 690)),
  };
}

/** One in general practice at their place; children mostly the paediatrician there. */
function ownDoctor(random: Random, person: Person, team: readonly Doctor[]): Doctor {
  const near = team.filter(({ location }) => location === person.location);
  const specialty = yearsBetween(person.born, person.registered) < 13 && random.chance(0.75) && near.some((doctor) => doctor.specialty === 'Paediatrics') ? 'Paediatrics' : 'General practice';
  return random.pick(near.filter((doctor) => doctor.specialty === specialty));
}

interface Referral {
  readonly visit: PlannedVisit;
  readonly doctor: Doctor;
}

/** Some of those with an illness are seen by whoever knows most about it, once. */
function referralFrom(random: Random, { visits, illnesses }: Plan, own: Doctor, team: readonly Doctor[]): Referral | undefined {
  const refers = random.chance(0.25);
  const controls = visits.filter(({ control, day }) => control && illnesses.every(({ noted }) => noted !== day));
  const doctor = team.find(({ specialty }) => illnesses.some(({ condition }) => condition.specialty === specialty));
  if (!refers || doctor === undefined || doctor === own || controls.length === 0) return undefined;
  return { visit: random.pick(controls), doctor };
}

const attendsDaysBefore = 5;
const attendsDaysAfter = 60;

function careRelations(ids: Random, clinic: Clinic, person: Person, own: Doctor, referral: Referral | undefined): RowOf<'care_relation'>[] {
  const { clock } = clinic.locations[person.location];
  const begins = clock.at(person.registered, 450);
  const primary = { patient_id: person.id, id: nextId(ids, begins), doctor_id: own.id, kind: 'primary', starts_at: moment(begins), ends_at: null, reason: 'registered with this doctor' };
  if (!referral) return [primary];
  const from = clock.at(referral.visit.day - attendsDaysBefore, 600);
  const until = referral.visit.day + attendsDaysAfter;
  const attending = {
    patient_id: person.id, id: nextId(ids, from), doctor_id: referral.doctor.id, kind: 'attending', starts_at: moment(from), ends_at: until < clinic.today ? moment(clock.at(until, 1080)) : null,
    reason: `referred to ${referral.doctor.specialty.toLowerCase()}`,
  };
  return [primary, attending];
}

/** The next days are full, later there is room. */
function appointments(random: Random, ids: Random, clinic: Clinic, person: Person, { illnesses, visits }: Plan, doctor: Doctor): RowOf<'appointment'>[] {
  const slot = slotOf(clinic.seed, teamOf(person.ordinal), person.ordinal, clinic.today, doctor);
  const likely = slot.ahead < 2 ? 0.85 : illnesses.length > 0 ? 0.45 : 0.06;
  if (!random.chance(likely) || person.died !== null || visits.some(({ open }) => open)) return [];
  const location = clinic.locations[doctor.location];
  const startsAt = location.clock.at(slot.day, slot.minutes);
  const bookedAt = (clinic.today - random.between(1, 20)) * msOfDay;
  const typeId = illnesses.length > 0 ? clinic.appointmentTypeIds.consultation : clinic.appointmentTypeIds.checkUp;
  return [{
    patient_id: person.id, id: nextId(ids, bookedAt), doctor_id: doctor.id, location_id: location.id, appointment_type_id: typeId, starts_at: moment(startsAt),
    ends_at: moment(startsAt + slot.length * 60_000), slot_id: nextId(ids, bookedAt),
  }];
}

/** Rows of the doctors of one team and their hours. */
export function teamRows(clinic: Clinic, team: number): Rows<'doctor' | 'working_hours'> {
  const doctors = makeTeam(clinic, team);
  const validFrom = isoDay(clinic.today - 9 * 366);
  return {
    doctor: doctors.filter(({ present }) => !present).map(({ id, names, sex, specialty, licence, phone }) => ({ id, organisation_id: clinic.organisationId, names: json(names), sex, specialty, licence, phone })),
    working_hours: doctors.flatMap(({ id, location, opens, hourIds }) =>
      hourIds.map((hourId, place) => ({ doctor_id: id, id: hourId, location_id: clinic.locations[location].id, weekday: 1 + (place >> 1), ...hoursOf(opens, place & 1), valid_from: validFrom })),
    ),
  };
}

function hoursOf(opens: number, half: number): { opens: string; closes: string } {
  const [from, to] = hoursOfDay(opens)[half] ?? [opens, opens];
  return { opens: clockTime(from), closes: clockTime(to) };
}

const clockTime = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
