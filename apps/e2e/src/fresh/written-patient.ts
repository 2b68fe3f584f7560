import type { Client } from 'pg';
import { v7 } from 'uuid';
import { type Json, list, text } from '../client';

/**
 * A patient whose chart tells which write it shows: write number k puts k into the field whose turn it is, so that after k writes every
 * field is known. Each write is a transaction of its own, as somebody who goes past the product makes it.
 */
export class WrittenPatient {
  readonly id = v7();
  /** Their own account. */
  readonly accountId = v7();
  private readonly ids = { diagnosis: v7(), treatment: v7(), allergy: v7(), visit: v7(), draft: v7() };
  private readonly record: string;
  begun = 0;
  committed = 0;

  /** @param merged with a second record, which has half of the rows */
  constructor(
    private readonly merged: boolean,
    private readonly doctorId: string,
    private readonly organisationId: string,
  ) {
    this.record = merged ? v7() : this.id;
  }

  async make(owner: Client): Promise<void> {
    const { id, record, ids } = this;
    for (const [patientId, replacedBy] of this.merged ? ([[id, null], [record, id]] as const) : ([[id, null]] as const)) {
      await owner.query(`INSERT INTO patient (id, organisation_id, mrn, names, replaced_by) VALUES ($1, $2, $1::uuid::text, '[{"text": "0"}]', $3)`, [patientId, this.organisationId, replacedBy]);
    }
    await owner.query("INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, reason) VALUES ($1, $2, $3, 'primary', '2020-01-01', 'registered')", [id, v7(), this.doctorId]);
    await owner.query('INSERT INTO account (id, username) VALUES ($1, $1::uuid::text)', [this.accountId]);
    await owner.query("INSERT INTO account_role (account_id, id, role) VALUES ($1, $2, 'patient')", [this.accountId, v7()]);
    await owner.query('INSERT INTO patient_account (account_id, patient_id) VALUES ($1, $2)', [this.accountId, id]);
    await owner.query("INSERT INTO diagnosis (patient_id, id, text, patient_visible_from) VALUES ($1, $2, '0', '2020-01-01'), ($1, $3, 'draft 0', NULL)", [record, ids.diagnosis, ids.draft]);
    await owner.query("INSERT INTO treatment (patient_id, id, kind, text, dose, starts_on, patient_visible_from) VALUES ($1, $2, 'medication', 'Lisinopril', '0', '2026-01-01', '2020-01-01')", [id, ids.treatment]);
    await owner.query("INSERT INTO allergy (patient_id, id, substance, patient_visible_from) VALUES ($1, $2, '0', '2020-01-01')", [record, ids.allergy]);
    await owner.query("INSERT INTO visit (patient_id, id, started_at, status, reason, patient_visible_from) VALUES ($1, $2, '2026-01-01', 'completed', '0', '2020-01-01')", [id, ids.visit]);
  }

  async write(owner: Client): Promise<void> {
    const { id, record, ids } = this;
    const number = ++this.begun;
    const say = String(number);
    const writes = [
      () => owner.query('UPDATE diagnosis SET text = $3 WHERE patient_id = $1 AND id = $2', [record, ids.diagnosis, say]),
      () => owner.query("INSERT INTO measure (patient_id, id, code, quantity, unit, entered_value, taken_at, patient_visible_from) VALUES ($1, $2, '8867-4', $3::integer, '/min', 'x', timestamptz '2026-01-01' + make_interval(secs => $3::integer), '2020-01-01')", [record, v7(), number]),
      () => owner.query('UPDATE treatment SET dose = $3 WHERE patient_id = $1 AND id = $2', [id, ids.treatment, say]),
      () => owner.query('UPDATE allergy SET substance = $3 WHERE patient_id = $1 AND id = $2', [record, ids.allergy, say]),
      () => owner.query('UPDATE visit SET reason = $3 WHERE patient_id = $1 AND id = $2', [id, ids.visit, say]),
      () => owner.query('UPDATE patient SET names = $2 WHERE id = $1', [id, JSON.stringify([{ text: say }])]),
      () => owner.query("INSERT INTO list_review (patient_id, id, list, answer, reviewed_by, reviewed_at, patient_visible_from) VALUES ($1, $2, 'medication', 'listed', $2, timestamptz '2026-01-01' + make_interval(secs => $3::integer), '2020-01-01')", [record, v7(), number]),
      () => owner.query('UPDATE diagnosis SET text = $3 WHERE patient_id = $1 AND id = $2', [record, ids.draft, `draft ${say}`]),
    ];
    await owner.query('BEGIN');
    await writes[number % writes.length]?.();
    await owner.query('COMMIT');
    this.committed = number;
  }

  /** The last write that was committed and of which the viewer may know: drafts are the doctor's. */
  committedTo(viewer: 'doctor' | 'patient'): number {
    return viewer === 'patient' && this.committed % 8 === 7 ? this.committed - 1 : this.committed;
  }

  /** The number of the last write that a chart shows. @throws where what it shows was never true at one moment */
  shownBy(chart: Json, viewer: 'doctor' | 'patient'): number {
    const diagnoses = list(chart['diagnoses']).map((diagnosis) => text(diagnosis['text']));
    const shown = [
      Number(diagnoses.find((name) => !name.startsWith('draft'))),
      Number(list(chart['measures'])[0]?.['value'] ?? 0),
      Number(list(chart['treatments'])[0]?.['dose']),
      Number(list(chart['allergies'])[0]?.['substance']),
      Number(list(chart['visits'])[0]?.['reason']),
      Number(chart['patient']?.['name']),
      secondsAfterStart(chart['medicationReview']?.['reviewedAt']),
      ...diagnoses.filter((name) => name.startsWith('draft')).map((name) => Number(name.slice('draft '.length))),
    ];
    if (shown.length !== (viewer === 'doctor' ? 8 : 7)) throw new Error(`The ${viewer} was shown what is not theirs: ${JSON.stringify(diagnoses)}`);
    const last = Math.max(...shown);
    const expected = shown.map((_, field) => (last < field ? 0 : last - ((last - field) % 8)));
    if (JSON.stringify(shown) !== JSON.stringify(expected)) throw new Error(`After write ${String(last)} of ${this.id} the ${viewer} is to see ${expected.join(' ')}, not ${shown.join(' ')}`);
    return last;
  }
}

function secondsAfterStart(moment: Json | undefined): number {
  return moment === undefined ? 0 : (Date.parse(text(moment)) - Date.parse('2026-01-01T00:00:00Z')) / 1000;
}
