import { createStaged, stagedInto, type StagedRow, type StagedTarget } from '@anamnesis/database';
import { personClass } from '@anamnesis/users';

/** A row that is there already would be a mistake: whose patient is there is not made again. */
const plain = <const Column extends string>(table: string, columns: readonly Column[]): StagedTarget<Column> => stagedInto(table, columns, 'refused');

/** One kind of row that goes to two tables, because one of them is keyed by somebody else. */
function both<const Column extends string>(table: string, columns: readonly Column[], others: string, second: string): StagedTarget<Column> {
  const target = stagedInto(table, columns, 'refused');
  return { ...target, carry: [...target.carry, `INSERT INTO ${second} SELECT ${others} FROM ${target.staged}`] };
}

const ofVisit = ['patient_id', 'id', 'visit_id', 'patient_visible_from'] as const;

const appointmentColumns = ['patient_id', 'id', 'doctor_id', 'location_id', 'appointment_type_id', 'starts_at', 'ends_at', 'slot_id'] as const;
const ownOfAppointment = appointmentColumns.filter((column) => column !== 'slot_id').join(', ');
const appointment: StagedTarget<(typeof appointmentColumns)[number]> = {
  staged: 'staged_appointment',
  columns: appointmentColumns,
  create: createStaged('staged_appointment', `SELECT ${ownOfAppointment}, id AS slot_id FROM appointment`),
  carry: [
    `INSERT INTO appointment (${ownOfAppointment}) SELECT ${ownOfAppointment} FROM staged_appointment`,
    'INSERT INTO doctor_slot (doctor_id, id, patient_id, appointment_id, starts_at, ends_at) SELECT doctor_id, slot_id, patient_id, id, starts_at, ends_at FROM staged_appointment',
  ],
};

const participationColumns = ['patient_id', 'study_id', 'status', 'consent', 'consented_at', 'withdrawn_at'] as const;
const participationList = participationColumns.join(', ');
/** The class that somebody has at consent is told by the users domain alone. */
const participation: StagedTarget<(typeof participationColumns)[number]> = {
  staged: 'staged_participation',
  columns: participationColumns,
  create: createStaged('staged_participation', `SELECT ${participationList} FROM participation`),
  carry: [
    `INSERT INTO participation (${participationList}, age_band, sex, region) SELECT ${participationList}, class.age_band, class.sex, class.region
       FROM staged_participation staged CROSS JOIN LATERAL ${personClass('staged.patient_id', 'staged.consented_at')} class`,
  ],
};

/** In the order of their references: a row stands after what it names. */
export const targets = {
  doctor: plain('doctor', ['id', 'organisation_id', 'names', 'sex', 'specialty', 'licence', 'phone']),
  working_hours: plain('working_hours', ['doctor_id', 'id', 'location_id', 'weekday', 'opens', 'closes', 'valid_from']),
  patient: both(
    'patient',
    ['id', 'organisation_id', 'mrn', 'names', 'birth_date', 'birth_date_precision', 'sex', 'phone', 'email', 'address', 'zone', 'language', 'deceased_at'],
    'mrn, id',
    'mrn_key (mrn, patient_id)',
  ),
  care_relation: both(
    'care_relation',
    ['patient_id', 'id', 'doctor_id', 'kind', 'starts_at', 'ends_at', 'reason'],
    'doctor_id, id, patient_id, kind, starts_at, ends_at',
    'doctor_patient (doctor_id, id, patient_id, kind, starts_at, ends_at)',
  ),
  appointment,
  visit: plain('visit', [
    'patient_id', 'id', 'doctor_id', 'location_id', 'started_at', 'ended_at', 'status', 'reason', 'type_coding', 'reason_coding', 'note', 'completed_at', 'patient_visible_from',
  ]),
  measure: plain('measure', [
    ...ofVisit, 'panel_id', 'panel_code', 'code', 'text', 'quantity', 'coded_value', 'unit', 'entered_value', 'entered_unit', 'taken_at', 'taken_by', 'setting', 'origin', 'derived_from',
  ]),
  diagnosis: plain('diagnosis', [...ofVisit, 'system', 'code', 'text', 'onset_on', 'resolved_on', 'status']),
  treatment: plain('treatment', [...ofVisit, 'kind', 'system', 'code', 'text', 'dose', 'frequency', 'starts_on', 'ends_on', 'status', 'reason_coding']),
  allergy: plain('allergy', [...ofVisit, 'system', 'code', 'substance', 'category', 'reactions', 'severity', 'status']),
  immunization: plain('immunization', [...ofVisit, 'system', 'code', 'text', 'given_on', 'lot']),
  list_review: plain('list_review', ['patient_id', 'id', 'list', 'answer', 'reviewed_by', 'reviewed_at', 'patient_visible_from']),
  participation,
} as const;

export type Table = keyof typeof targets;
export type RowOf<Name extends Table> = StagedRow<(typeof targets)[Name]['columns'][number]>;

/** Rows of some tables, as they are made. */
export type Rows<Name extends Table = Table> = { readonly [Each in Name]: RowOf<Each>[] };
