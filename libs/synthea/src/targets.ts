import { createStaged, stagedInto, type StagedTarget } from '@anamnesis/database';

const organisation: StagedTarget<'id' | 'name' | 'phone' | 'location_id' | 'address' | 'zone'> = {
  staged: 'staged_organisation',
  columns: ['id', 'name', 'phone', 'location_id', 'address', 'zone'],
  create: createStaged('staged_organisation', 'SELECT o.id, o.name, o.phone, l.id AS location_id, l.address, l.zone FROM organisation o, location l'),
  carry: [
    'INSERT INTO organisation (id, name, phone) SELECT id, name, phone FROM staged_organisation ON CONFLICT DO NOTHING',
    'INSERT INTO location (id, organisation_id, name, address, zone) SELECT location_id, id, name, address, zone FROM staged_organisation ON CONFLICT DO NOTHING',
  ],
};

const patientColumns = [
  'id', 'organisation_id', 'mrn', 'names', 'birth_date', 'birth_date_precision', 'sex', 'phone', 'address', 'zone', 'language', 'deceased_at', 'identifiers', 'marks',
] as const;
const patientList = patientColumns.join(', ');
const patient: StagedTarget<(typeof patientColumns)[number]> = {
  staged: 'staged_patient',
  columns: patientColumns,
  create: createStaged('staged_patient', `SELECT ${patientList} FROM patient`),
  // A number that somebody else has already is an error of that row: ON CONFLICT would hide it.
  carry: [
    `WITH added AS (INSERT INTO patient (${patientList}) SELECT ${patientList} FROM staged_patient ON CONFLICT DO NOTHING RETURNING id, mrn)
     INSERT INTO mrn_key (mrn, patient_id) SELECT mrn, id FROM added`,
  ],
};

/** What is there already is left as it is. */
const plain = <const Column extends string>(table: string, columns: readonly Column[]): StagedTarget<Column> => stagedInto(table, columns, 'left-out');

const clinical = ['patient_id', 'id', 'visit_id', 'marks', 'patient_visible_from'] as const;

export const targets = {
  organisation,
  doctor: plain('doctor', ['id', 'organisation_id', 'names', 'sex', 'specialty', 'licence']),
  patient,
  visit: plain('visit', [
    'patient_id', 'id', 'doctor_id', 'location_id', 'visit_class', 'started_at', 'ended_at', 'status', 'reason', 'type_coding', 'reason_coding', 'note', 'completed_at', 'marks', 'patient_visible_from',
  ]),
  measure: plain('measure', [
    ...clinical, 'panel_id', 'panel_code', 'code', 'text', 'quantity', 'coded_value', 'text_value', 'unit', 'entered_value', 'entered_unit', 'taken_at', 'origin',
  ]),
  diagnosis: plain('diagnosis', [...clinical, 'system', 'code', 'text', 'onset_on', 'resolved_on', 'status']),
  treatment: plain('treatment', [
    ...clinical, 'kind', 'system', 'code', 'text', 'frequency', 'starts_on', 'ends_on', 'status', 'reason_coding',
  ]),
  allergy: plain('allergy', [
    ...clinical, 'system', 'code', 'substance', 'category', 'reactions', 'severity', 'onset_on', 'resolved_on', 'status',
  ]),
  immunization: plain('immunization', [...clinical, 'system', 'code', 'text', 'given_on']),
} as const;
