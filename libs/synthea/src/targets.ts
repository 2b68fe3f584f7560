/** A value on its way into a column. Arrays become arrays of text; objects that are wrapped by `json()` become jsonb. */
export type Cell = string | number | null | readonly string[] | { readonly json: unknown };

export const json = (value: unknown): Cell => (value === null ? null : { json: value });

/** Where rows of one kind go: a temporary table they are copied into, and the statements that carry them on. */
export interface Target<Column extends string = string> {
  readonly staged: string;
  readonly columns: readonly Column[];
  readonly create: string;
  /** The first one's number of rows is how many were not there yet. */
  readonly carry: readonly string[];
}

export type StagedRow<Column extends string = string> = Readonly<Record<Column, Cell>>;

/** Columns have the types of the table they go to, whatever migrations make of it. */
function create(staged: string, select: string): string {
  return `CREATE TEMPORARY TABLE ${staged} ON COMMIT DELETE ROWS AS ${select} WITH NO DATA`;
}

function plain<const Column extends string>(table: string, columns: readonly Column[]): Target<Column> {
  const staged = `staged_${table}`;
  const list = columns.join(', ');
  return { staged, columns, create: create(staged, `SELECT ${list} FROM ${table}`), carry: [`INSERT INTO ${table} (${list}) SELECT ${list} FROM ${staged} ON CONFLICT DO NOTHING`] };
}

const organisation: Target<'id' | 'name' | 'phone' | 'location_id' | 'address' | 'zone'> = {
  staged: 'staged_organisation',
  columns: ['id', 'name', 'phone', 'location_id', 'address', 'zone'],
  create: create('staged_organisation', 'SELECT o.id, o.name, o.phone, l.id AS location_id, l.address, l.zone FROM organisation o, location l'),
  carry: [
    'INSERT INTO organisation (id, name, phone) SELECT id, name, phone FROM staged_organisation ON CONFLICT DO NOTHING',
    'INSERT INTO location (id, organisation_id, name, address, zone) SELECT location_id, id, name, address, zone FROM staged_organisation ON CONFLICT DO NOTHING',
  ],
};

const patientColumns = [
  'id', 'organisation_id', 'mrn', 'names', 'birth_date', 'birth_date_precision', 'sex', 'phone', 'address', 'zone', 'language', 'deceased_at', 'identifiers', 'marks',
] as const;
const patientList = patientColumns.join(', ');
const patient: Target<(typeof patientColumns)[number]> = {
  staged: 'staged_patient',
  columns: patientColumns,
  create: create('staged_patient', `SELECT ${patientList} FROM patient`),
  // A number that somebody else has already is an error of that row: ON CONFLICT would hide it.
  carry: [
    `WITH added AS (INSERT INTO patient (${patientList}) SELECT ${patientList} FROM staged_patient ON CONFLICT DO NOTHING RETURNING id, mrn)
     INSERT INTO mrn_key (mrn, patient_id) SELECT mrn, id FROM added`,
  ],
};

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

/** One line of PostgreSQL's COPY text format. */
export function copyLine<Column extends string>(target: Target<Column>, row: StagedRow<Column>): string {
  return `${target.columns.map((column) => copyCell(row[column])).join('\t')}\n`;
}

const special = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string => text.replace(special, (found) => escapes[found] ?? found);

function copyCell(cell: Cell): string {
  if (cell === null) return '\\N';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return escape(cell);
  if ('json' in cell) return escape(JSON.stringify(cell.json));
  return cell.length === 0 ? '{}' : escape(`{${cell.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}
