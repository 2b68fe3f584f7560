import type { Clinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { from } from '../world/everybody';

/** What of a row decides who sees it: 'o'rdinary, 'r'estricted by category, restricted by the 'p'atient, 'd'raft. */
export type Kind = 'o' | 'r' | 'p' | 'd';

const released = { patient_visible_from: from(-2) };
const kinds: Readonly<Record<Kind, object>> = { o: released, r: { ...released, sensitivity: 1 }, p: { ...released, sensitivity: 2 }, d: { patient_visible_from: null } };
/** Appointments have no drafts. */
const restrictable: Partial<Record<Kind, object>> = { o: {}, r: { sensitivity: 1 }, p: { sensitivity: 2 } };
const plain: Partial<Record<Kind, object>> = { o: {} };

/** Whatever the hour: a day as the location counts it, in UTC. */
export const appointmentDay = from(24).toISOString().slice(0, 10);
const on = (hour: number): string => `${appointmentDay}T${String(10 + hour)}:00:00Z`;

interface Seed {
  readonly values: (place: Place, number: number) => object;
  readonly kinds?: Partial<Record<Kind, object>>;
  /** Of the row, where it has no id of its own. */
  readonly key?: string;
}

export interface Place {
  readonly clinic: Clinic;
  readonly patientId: string;
  readonly locationId: string;
  readonly typeId: string;
  readonly studyId: string;
}

/** A row in each table that names a patient; those that have their rows already (the person, who cares for them) have none here. */
const seeds: Readonly<Record<string, Seed>> = {
  appointment: { values: ({ clinic, locationId, typeId }, number) => ({ doctor_id: clinic.doctor.accountId, location_id: locationId, appointment_type_id: typeId, starts_at: on(number), ends_at: on(number + 1) }), kinds: restrictable },
  doctor_slot: { values: ({ clinic, patientId }) => ({ doctor_id: clinic.doctor.accountId, appointment_id: v7(), starts_at: from(1), ends_at: from(2), overbooked: true, patient_id: patientId }) },
  visit: { values: () => ({ started_at: from(-3) }), kinds },
  measure: { values: () => ({ code: '8867-4', quantity: 70, entered_value: '70', taken_at: from(-3), setting: 'clinic' }), kinds },
  diagnosis: { values: () => ({ text: 'Hypertension' }), kinds },
  treatment: { values: () => ({ kind: 'therapy', text: 'Walking', starts_on: '2026-01-01' }), kinds },
  allergy: { values: () => ({ substance: 'Penicillin' }), kinds },
  immunization: { values: () => ({ text: 'Tetanus', given_on: '2026-01-01' }), kinds },
  list_review: { values: ({ clinic }) => ({ list: 'allergy', answer: 'listed', reviewed_by: clinic.doctor.accountId, reviewed_at: from(-3) }), kinds },
  report: { values: ({ clinic }) => ({ kind: 'health-summary', format: 'pdf', requested_by: clinic.doctor.accountId, requested_role: 'doctor' }), kinds },
  // One that holds would take rows from who is in care: this one was lifted.
  restriction: { values: ({ clinic }) => ({ category: 'visit', primary_sees: true, made_by: clinic.patient.accountId, lifted_at: from(-1) }) },
  restricted_row: { key: 'thing_id', values: () => ({ restriction_id: v7(), thing: 'visit', thing_id: v7(), before: 0 }) },
  review: { values: ({ clinic }) => ({ kind: 'tie', thing_id: v7(), made_by: clinic.doctor.accountId }) },
  former_contact: { values: () => ({ email: 'before@example.org' }) },
  patient_merge: { values: ({ clinic }) => ({ survivor_id: v7(), reason: 'x', made_by: clinic.doctor.accountId }) },
  participation: { key: 'study_id', values: ({ studyId }) => ({ study_id: studyId, consent: { givenBy: 'self' }, age_band: '50-59', sex: 'female', region: 'x', consented_at: from(-3) }) },
  'research.subject': { key: 'study_id', values: ({ studyId }) => ({ study_id: studyId, person_id: 1, consented_at: from(-3), age_band: '50-59', sex: 'female', region: 'x' }) },
  'research.numbered': { key: 'study_id', values: ({ studyId }) => ({ study_id: studyId, kind: 'visit', release: 1, source_ids: `{${v7()}}`, numbers: '{1}' }) },
  'research.row_state': { key: 'study_id', values: ({ studyId }) => ({ study_id: studyId, source_id: v7() }) },
};

/** Which kind each row is of, by table and key: what is seen is told in kinds. */
export type SeededRows = ReadonlyMap<string, ReadonlyMap<string, Kind>>;

export async function seedRows(place: Place): Promise<SeededRows> {
  const rows = new Map<string, ReadonlyMap<string, Kind>>();
  for (const [table, { values, kinds: those = plain, key = 'id' }] of Object.entries(seeds)) {
    const ofTable = new Map<string, Kind>();
    for (const [number, [kind, more]] of Object.entries(those).entries()) {
      const row = { patient_id: place.patientId, ...(key === 'id' ? { id: v7() } : {}), ...values(place, number + 1), ...more } as Record<string, unknown>;
      await place.clinic.insert(table, row);
      ofTable.set(String(row[key]), kind as Kind);
    }
    rows.set(table, ofTable);
  }
  return rows;
}
