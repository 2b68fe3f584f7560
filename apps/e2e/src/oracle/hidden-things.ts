import fc from 'fast-check';
import { v7 } from 'uuid';
import type { Caller } from '../world/callers';
import { from, relate } from '../world/everybody';
import { type World, aStudy } from '../world/make-world';

/** Something that is there, and that some people are not to know of. */
export interface HiddenThing {
  readonly kind: string;
  /** Its id, under which those who should not know may ask for it. */
  readonly id: string;
  readonly hiddenFrom: readonly Caller[];
  readonly words: string;
  readonly at: Date;
  add(world: World): Promise<void>;
  remove(world: World): Promise<void>;
}

const codes = ['8867-4', '8480-6', '29463-7'];
const words = fc.constantFrom('Zebra', 'Äpfel', 'Hypertension', 'aaaa', 'Lindqvist', '李明');
const moment = fc.integer({ min: -2000, max: -1 });

const clinicalValues: Readonly<Record<string, (at: Date, text: string, code: string) => object>> = {
  visit: (at, text) => ({ started_at: at, status: 'completed', completed_at: at, reason: text, note: text }),
  measure: (at, _text, code) => ({ code, quantity: 71, unit: code === '8867-4' ? '/min' : code === '8480-6' ? 'mm[Hg]' : 'kg', entered_value: '71', taken_at: at }),
  diagnosis: (_at, text) => ({ text }),
  treatment: (at, text) => ({ kind: 'medication', text, starts_on: at }),
  allergy: (_at, text) => ({ substance: text }),
  list_review: (at) => ({ list: 'allergy', answer: 'none-known', reviewed_by: v7(), reviewed_at: at }),
  report: () => ({ kind: 'health-summary', format: 'json', requested_by: v7(), requested_role: 'doctor', parameters: { from: '2026-01-01', to: '2026-02-01' } }),
};

/** A row of the record: restricted by the patient, restricted by category, or a draft. */
const clinical = fc.record({ table: fc.constantFrom(...Object.keys(clinicalValues)), way: fc.constantFrom('restricted by the patient', 'restricted by category', 'draft'), hours: moment, text: words, code: fc.constantFrom(...codes) }).map(({ table, way, hours, text, code }): HiddenThing => {
  const [id, at] = [v7(), from(hours)];
  const hiding = way === 'draft' ? { patient_visible_from: null } : { patient_visible_from: at, sensitivity: way === 'restricted by category' ? 1 : 2 };
  const hiddenFrom: Caller[] = way === 'draft' ? ['patient', 'representative in everything'] : way === 'restricted by category' ? ['doctor covering'] : ['doctor in care', 'doctor covering'];
  return {
    kind: `${table}, ${way}`, id, hiddenFrom, words: text, at,
    add: ({ clinic }) => clinic.insert(table, { patient_id: clinic.patientId, id, ...clinicalValues[table]?.(at, text, code), ...hiding }),
    remove: async ({ clinic }) => {
      await clinic.sql(`DELETE FROM ${table} WHERE id = $1`, [id]);
    },
  };
});

const strangers: readonly Caller[] = ['doctor in care', 'doctor covering', 'doctor, a stranger', 'doctor in emergency', 'patient', 'other patient', 'representative in everything', 'desk of another', 'admin of another', 'nurse elsewhere', 'researcher of the study'];

/** A patient of another doctor of the same clinic, with a record; perhaps merged into another. */
const patient = fc.record({ text: words, hours: moment, merged: fc.boolean(), cared: fc.boolean() }).map(({ text, hours, merged, cared }): HiddenThing => {
  const [id, at] = [v7(), from(hours)];
  let survivor: string | undefined;
  return {
    kind: `patient${merged ? ', merged' : ''}`, id, hiddenFrom: strangers, words: text, at,
    async add({ clinic, people }) {
      survivor = merged ? await clinic.anotherPatient({ names: [{ text }] }) : undefined;
      await clinic.anotherPatient({ id, mrn: id, names: [{ text }], birth_date: '1971-02-03', ...(survivor === undefined ? {} : { replaced_by: survivor }) });
      await clinic.insert('visit', { patient_id: id, id: v7(), started_at: at, reason: text, patient_visible_from: at });
      if (cared) await relate(clinic, id, people['doctor whose relation ended'].acting.accountId);
    },
    async remove({ clinic }) {
      for (const table of ['visit', 'care_relation', 'doctor_patient']) await clinic.sql(`DELETE FROM ${table} WHERE patient_id = $1`, [id]);
      for (const gone of survivor === undefined ? [id] : [id, survivor]) {
        await clinic.sql('DELETE FROM chart WHERE patient_id = $1', [gone]);
        await clinic.sql('DELETE FROM patient WHERE id = $1', [gone]);
      }
    },
  };
});

/** A study that nobody has opened yet. */
const study = fc.record({ text: words }).map(({ text }): HiddenThing => {
  const id = v7();
  return {
    kind: 'study, a draft', id, words: text, at: new Date(),
    hiddenFrom: ['patient', 'other patient', 'doctor in care', 'doctor, a stranger', 'desk of the organisation', 'desk of another', 'researcher of the study', 'researcher of another', 'admin of another'],
    add: ({ clinic }) => clinic.insert('study', { id, organisation_id: clinic.organisationId, title: text, purpose: text, design: aStudy.design }),
    remove: async ({ clinic }) => {
      await clinic.sql('DELETE FROM study WHERE id = $1', [id]);
    },
  };
});

/** An appointment that the patient restricts. */
const appointment = fc.record({ hours: moment, text: words }).map(({ hours, text }): HiddenThing => {
  const [id, at] = [v7(), from(hours)];
  return {
    kind: 'appointment, restricted by the patient', id, words: text, at, hiddenFrom: ['doctor in care', 'doctor covering'],
    async add({ clinic }) {
      await clinic.sql(
        `INSERT INTO appointment (patient_id, id, doctor_id, location_id, appointment_type_id, status, starts_at, ends_at, sensitivity)
         SELECT patient_id, $2, doctor_id, location_id, appointment_type_id, 'fulfilled', $3, $3::timestamptz + interval '1 minute', 2 FROM appointment WHERE patient_id = $1 LIMIT 1`, [clinic.patientId, id, at]);
    },
    remove: async ({ clinic }) => {
      await clinic.sql('DELETE FROM appointment WHERE id = $1', [id]);
    },
  };
});

/** Somebody who works at another organisation. */
const account = fc.record({ text: words }).map(({ text }): HiddenThing => {
  const id = v7();
  return {
    kind: 'account, of another organisation', id, words: text, at: new Date(),
    hiddenFrom: ['admin of the organisation', 'desk of the organisation', 'doctor in care', 'patient', 'researcher of the study', 'nurse in care'],
    async add({ clinic, people }) {
      await clinic.insert('account', { id, username: id, names: [{ text }] });
      await clinic.sql("INSERT INTO account_role (account_id, id, role, organisation_id) SELECT $1, $2, 'nurse', organisation_id FROM account_role WHERE account_id = $3", [id, v7(), people['admin of another'].acting.accountId]);
    },
    remove: async ({ clinic }) => {
      await clinic.sql('DELETE FROM account_role WHERE account_id = $1', [id]);
      await clinic.sql('DELETE FROM account WHERE id = $1', [id]);
    },
  };
});

export const hiddenThing: fc.Arbitrary<HiddenThing> = fc.oneof({ weight: 4, arbitrary: clinical }, { weight: 2, arbitrary: patient }, { weight: 1, arbitrary: study }, { weight: 1, arbitrary: appointment }, { weight: 1, arbitrary: account });

/** What somebody asks who wonders: lists in pieces, searches, counts, single things by id, cursors made by hand. Without what hides it is the same twice. */
export function questions(world: World, { id, words: text, at }: Pick<HiddenThing, 'id' | 'words' | 'at'>): fc.Arbitrary<string> {
  const { patientId, studyId } = world.ids;
  const of = `/patients/${patientId ?? ''}`;
  const limit = fc.constantFrom(1, 2, 3, 50, 200);
  const cursor = (...keys: string[]) => Buffer.from(JSON.stringify(keys)).toString('base64url');
  const stamp = at.toISOString().replace('T', ' ').replace('Z', '+00');
  const paged = (path: string, query = '', ...forged: string[]) =>
    fc.oneof(limit.map((most) => `${path}?limit=${String(most)}${query}`), ...(forged.length === 0 ? [] : [fc.tuple(limit, fc.constantFrom(...forged)).map(([most, where]) => `${path}?limit=${String(most)}&cursor=${where}${query}`)]));
  const around = [cursor(stamp, id), cursor(stamp, 'ffffffff-ffff-7fff-bfff-ffffffffffff')];
  return fc.oneof(
    paged('/patients', '', cursor(text.toLowerCase(), id)),
    paged('/patients', `&search=${encodeURIComponent(text)}`),
    paged('/patients', `&search=${encodeURIComponent(text.slice(0, 2))}`, cursor('', id)),
    paged('/patients', `&search=${id}`),
    fc.constantFrom(`/patients/${id}`, `/patients/${id}/chart`, `/patients/${id}/visits`, `/patients/${id}/measures`, `/patients/${id}/reports`, `/patients/${id}/participations/${studyId ?? ''}`),
    fc.constant(`${of}/chart`),
    paged(`${of}/visits`, '', ...around),
    fc.constant(`${of}/visits/${id}`),
    paged(`${of}/measures`, '', ...around),
    fc.tuple(fc.constantFrom(...codes), fc.boolean()).map(([code, bounded]) => `${of}/measures?code=${code}${bounded ? `&from=${encodeURIComponent(new Date(at.getTime() - 1000).toISOString())}&to=${encodeURIComponent(new Date(at.getTime() + 1000).toISOString())}` : ''}`),
    fc.constant(`${of}/measures/latest`),
    fc.tuple(fc.constantFrom(...codes), fc.constantFrom('', '&by=day', '&by=month', '&setting=both')).map(([code, more]) => `${of}/measures/statistics?code=${code}${more}`),
    paged(`${of}/reports`, '', cursor(id)),
    fc.constantFrom(`${of}/reports/${id}`, `${of}/reports/${id}/file`, `${of}/reports/${id}/progress`),
    paged('/studies', '', cursor(id)),
    fc.constantFrom('/accounts', '/duplicates', '/registrations', '/invitations', '/role-requests', '/reviews', '/locations', `${of}/care-relations`, `${of}/emergency-accesses`).chain((path) => paged(path, '', cursor(id))),
    paged('/accounts', `&search=${encodeURIComponent(text)}`),
    fc.constantFrom(`/studies/${id}`, `/studies/${id}/extractions`, `${of}/participations/${id}`),
  );
}
