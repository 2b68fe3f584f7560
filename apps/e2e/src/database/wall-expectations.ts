import { foreign } from './wall-attempts';

/** By context: the kinds of the opened patient's rows that are reached (wall-rows.ts), `!` where another's are too. What is not named reaches nothing. */
type Reached = Readonly<Record<string, string>>;
/** By operation and role. anamnesis_all_in_one is its parts, and so is not written down. */
export type TableExpectation = Readonly<Record<string, Reached>>;

const each = (kinds: string, ...contexts: readonly string[]): Reached => Object.fromEntries(contexts.map((context) => [context, kinds]));

/** What is said in access.md: restricted parts for whom, drafts for staff. */
const clinicalReaders: Reached = {
  'chart: patient': 'orp',
  'chart: representative in everything': 'orp',
  'chart: doctor in care': 'ord',
  'chart: doctor covering': 'od',
  'chart: doctor in emergency': 'orpd',
  'chart: nurse in care': 'od',
  'panel: doctor in care': 'od',
  'panel: doctor covering': 'od',
};
const chartWriters = each('o', 'chart: doctor in care', 'chart: doctor covering', 'chart: doctor in emergency');

const personReaders = each('o', ...Object.keys(clinicalReaders), 'chart: representative for appointments', 'chart: desk of the organisation', 'chart: admin of the organisation');
const dayOfTheDesk = each('o', 'desk: desk of the organisation', 'desk: admin of the organisation');
const personWriters: Reached = each('o', 'chart: doctor in care', 'chart: desk of the organisation', 'chart: admin of the organisation');

/** A hand-over opens the persons who are handed over. */
const handOvers = each('o', 'hand-over: doctor in care', 'hand-over: admin of the organisation');
/** Whoever writes down who is in care: the doctor their own, never by cover or in an emergency. */
const careChangers: Reached = { ...each('o', 'chart: doctor in care', 'chart: patient', 'chart: representative in everything', 'chart: admin of the organisation'), ...handOvers };
/** What is tried is a relation of the doctor in care, who begins none for themselves. */
const careBeginners: Reached = each('o', 'chart: patient', 'chart: representative in everything', 'chart: admin of the organisation', 'hand-over: admin of the organisation');
/** In an emergency, and for the day of a nurse, there is the chart and nothing else. */
const beyondTheChart = (reached: Reached): Reached => Object.fromEntries(Object.entries(reached).filter(([context]) => context !== 'chart: doctor in emergency' && context !== 'chart: nurse in care'));
const ofReviews: Reached = { 'reviews: auditor': `o${foreign}` };

const everyone = { system: `o${foreign}` };
const everywhere = (kinds = `o${foreign}`): Reached => ({ everywhere: kinds });

const clinical: TableExpectation = {
  'read visit_service': clinicalReaders,
  'read report_worker': clinicalReaders,
  'read importer': { system: `orpd${foreign}` },
  // Columns are its wall (extractable-columns.db.spec.ts).
  'read extraction': everywhere(`orpd${foreign}`),
  'insert visit_service': chartWriters,
  'insert importer': everyone,
  'update visit_service': chartWriters,
};
const without = (expectation: TableExpectation, ...keys: readonly string[]): TableExpectation => Object.fromEntries(Object.entries(expectation).filter(([key]) => !keys.includes(key)));

const person: TableExpectation = {
  'read user_service': { ...personReaders, ...handOvers },
  'read visit_service': { ...personReaders, ...dayOfTheDesk },
  'read report_worker': personReaders,
  'insert user_service': personWriters,
  'update user_service': personWriters,
};
const imported: TableExpectation = { 'read importer': everyone, 'insert importer': everyone };

const appointments: Reached = { ...personReaders, ...dayOfTheDesk };
const ofExtraction: TableExpectation = { 'read extraction': everywhere(), 'insert extraction': everywhere(), 'update extraction': everywhere(), 'delete extraction': everywhere() };

/** Each table that names a patient. One that is not here fails, and so does one here that is not there. */
export const wallExpectations: Readonly<Record<string, TableExpectation>> = {
  visit: clinical,
  measure: { ...clinical, 'insert visit_service': { ...chartWriters, 'chart: nurse in care': 'o' } },
  diagnosis: clinical,
  treatment: clinical,
  allergy: clinical,
  immunization: clinical,
  list_review: without(clinical, 'read extraction'),
  report: {
    'read visit_service': beyondTheChart(clinicalReaders),
    // The worker finds the reports that were lost.
    'read report_worker': { ...beyondTheChart(clinicalReaders), system: `orpd${foreign}` },
    'insert visit_service': beyondTheChart(each('o', ...Object.keys(clinicalReaders))),
    'update visit_service': beyondTheChart(each('o', ...Object.keys(clinicalReaders))),
    'update report_worker': beyondTheChart(each('o', ...Object.keys(clinicalReaders))),
  },

  // Contact data of the patient, who a trigger holds to it.
  patient: { ...person, ...imported, 'update user_service': { ...personWriters, ...each('o', 'chart: patient', 'chart: representative in everything') } },
  former_contact: { 'read user_service': { ...personReaders, ...handOvers } },
  patient_merge: { 'read user_service': { ...personReaders, ...handOvers } },
  patient_distinction: { 'read user_service': { ...personReaders, ...handOvers } },
  // Functions read it that check who asks.
  patient_search: {},
  chart: without(person, 'insert user_service', 'update user_service'),
  care_relation: { ...person, ...imported, 'read user_service': { ...personReaders, ...handOvers, ...ofReviews }, 'insert user_service': careBeginners, 'update user_service': careChangers },
  representation: {
    ...person,
    'insert user_service': each('o', 'chart: desk of the organisation', 'chart: patient'),
    'update user_service': each('o', 'chart: desk of the organisation', 'chart: patient', 'chart: representative in everything', 'chart: representative for appointments'),
  },
  // Made by its own function alone.
  emergency_access: { ...without(person, 'insert user_service', 'update user_service'), 'read user_service': { ...personReaders, ...handOvers, ...ofReviews } },
  // Written by the database with the relation: what stands here opens a panel.
  doctor_patient: {
    ...without(person, 'insert user_service', 'update user_service'),
    ...imported,
    // Their own list, whoever's chart is open.
    'read user_service': { ...personReaders, ...handOvers, ...each('o', 'panel: doctor whose relation ended', 'new chart: doctor in care') },
    'read visit_service': { ...personReaders, ...dayOfTheDesk, 'panel: doctor whose relation ended': 'o' },
    'read report_worker': { ...personReaders, 'panel: doctor whose relation ended': 'o' },
  },
  // Of the patient alone, and nobody is told that there is one.
  restriction: { 'read user_service': each('o', 'chart: patient', 'chart: representative in everything'), 'update user_service': each('o', 'chart: patient', 'chart: representative in everything') },
  restricted_row: {},
  // What is tried is a review of what the doctor in care did.
  review: { 'read user_service': { ...each('o', 'chart: patient', 'chart: representative in everything'), ...ofReviews }, 'insert user_service': each('o', 'chart: doctor in care', 'panel: doctor in care', 'hand-over: doctor in care') },

  appointment: {
    'read visit_service': { ...appointments, ...each('orp', 'chart: patient', 'chart: representative in everything', 'chart: doctor in emergency'), 'chart: doctor in care': 'or' },
    'read report_worker': { ...personReaders, ...each('orp', 'chart: patient', 'chart: representative in everything', 'chart: doctor in emergency'), 'chart: doctor in care': 'or' },
    'read importer': { system: `orp${foreign}` },
    'insert visit_service': beyondTheChart(appointments),
    'insert importer': everyone,
    'update visit_service': appointments,
  },
  doctor_slot: {
    // A doctor's calendar is theirs, whoever's chart is open.
    'read visit_service': { ...appointments, ...each(`o${foreign}`, 'chart: doctor in care', 'panel: doctor in care') },
    'read importer': everyone,
    'insert visit_service': appointments,
    'insert importer': everyone,
    'delete visit_service': appointments,
  },

  participation: {
    'read user_service': { ...beyondTheChart(each('o', ...Object.keys(clinicalReaders))), 'chart: desk of the organisation': 'o' },
    'read visit_service': { ...beyondTheChart(each('o', ...Object.keys(clinicalReaders))), ...each('o', 'chart: desk of the organisation', 'desk: desk of the organisation') },
    'read importer': everyone,
    'read extraction': everywhere(),
    'insert user_service': each('o', 'chart: patient', 'chart: representative in everything'),
    'insert importer': everyone,
    'update user_service': each('o', 'chart: patient', 'chart: representative in everything'),
  },
  'research.subject': ofExtraction,
  'research.numbered': ofExtraction,
  'research.row_state': ofExtraction,

  // Read before a patient is known; they hold a key and an id.
  mrn_key: { 'read user_service': everywhere(), 'insert user_service': everywhere(), 'read importer': everywhere(), 'insert importer': everywhere() },
  patient_account: { 'read user_service': everywhere(), 'insert user_service': everywhere() },
  // Only grows, and is read by the reader alone.
  'audit.entry': { 'insert user_service': everywhere(), 'insert visit_service': everywhere(), 'insert report_worker': everywhere(), 'insert importer': everywhere(), 'read audit_reader': everywhere() },
  'audit.entry_values': { 'read audit_reader': everywhere() },
};
