import { Injectable } from '@nestjs/common';
import { Database, sqlstate, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Announce } from './announce';
import { EndSessionsOfAccount } from '../sign-in/end-sessions-of-account';
import { CalendarClash, LeavingTakesAll, NotTheirPatient, RelationClash } from './hand-over.errors';
import { leave } from './leave';
import { type OpenedHandOver, openHandOver } from './open-hand-over';
import { OpenReview } from './open-review';
import { accountsOfDoctors, accountsOfPatients } from './whom-to-tell';

export interface AskedHandOver {
  readonly to: string;
  /** All of the doctor's where it is left out. */
  readonly patients?: readonly string[] | undefined;
  readonly reason: string;
  /** The doctor works here no more: the account is closed with it. */
  readonly leaving: boolean;
}

export interface HandedOver {
  readonly patients: number;
  /** Of those asked for, the ones that had been handed over before. */
  readonly before: number;
  readonly appointments: number;
}

interface MovedRelation {
  readonly patient_id: string;
  readonly new_id: string;
}

@Injectable()
export class HandOver {
  constructor(
    private readonly database: Database,
    private readonly announce: Announce,
    private readonly openReview: OpenReview,
    private readonly endSessions: EndSessionsOfAccount,
  ) {}

  /**
   * All or nothing, in one statement a table. Said again it finds nothing more to do. Open visits stay with who began them; whoever is in care can complete them.
   * @throws NotTheirPatient, CalendarClash, RelationClash, LeavingTakesAll, and what openHandOver throws
   */
  async execute(acting: Acting, from: string, asked: AskedHandOver): Promise<HandedOver> {
    if (asked.leaving && asked.patients !== undefined) throw new LeavingTakesAll();
    const at = { calendar: false };
    try {
      return await this.database.inTransaction(async (transaction) => {
        const opened = await openHandOver(transaction, acting, from, asked.to, asked.patients);
        const before = await handedOverBefore(transaction, opened, from, asked);
        const moved = await moveRelations(transaction, opened, from, asked);
        at.calendar = true;
        const [appointments] = await transaction.query<{ moved: number }[]>('SELECT app.hand_over_appointments($1::uuid, $2::timestamptz) AS moved', [asked.to, opened.at]);
        at.calendar = false;
        await this.tell(transaction, acting, from, asked, moved);
        if (asked.leaving) await leave(transaction, this.endSessions, from);
        return { patients: opened.patientIds.length, before, appointments: appointments?.moved ?? 0 };
      });
    } catch (error) {
      if (sqlstateOf(error) === sqlstate.exclusionViolation) throw at.calendar ? new CalendarClash() : new RelationClash();
      throw error;
    }
  }

  private async tell(transaction: EntityManager, acting: Acting, from: string, { to, reason }: AskedHandOver, moved: readonly MovedRelation[]): Promise<void> {
    const accounts = await accountsOfPatients(transaction, [...new Set(moved.map((relation) => relation.patient_id))]);
    const about = { from, to, byRole: acting.role };
    const doctors = (await accountsOfDoctors(transaction, [from, to])).filter((accountId) => accountId !== acting.accountId);
    await this.announce.execute(transaction,
      ...[...accounts].map(([patientId, told]) => ({ kind: 'care-handed-over' as const, patientId, to: told, about })),
      ...(moved.length > 0 ? [{ kind: 'care-handed-over' as const, to: doctors, about: { ...about, patients: accounts.size } }] : []));
    if (acting.role !== 'admin') return;
    await this.openReview.execute(transaction, ...moved.map(({ patient_id: patientId, new_id: thingId }) => ({ kind: 'admin-relation' as const, patientId, thingId, madeBy: acting.accountId, reason })));
  }
}

/** @throws NotTheirPatient for who is neither the one's patient nor was handed over to the other */
async function handedOverBefore(transaction: EntityManager, { patientIds }: OpenedHandOver, from: string, { to, patients }: AskedHandOver): Promise<number> {
  const open = new Set(patientIds);
  const missing = (patients ?? []).filter((id) => !open.has(id));
  if (missing.length === 0) return 0;
  const rows = await transaction.query<{ patient_id: string }[]>('SELECT patient_id FROM app.handed_over($1::uuid, $2::uuid, $3::uuid[])', [from, to, missing]);
  const known = new Set(rows.map(({ patient_id }) => patient_id));
  const strangers = (patients ?? []).flatMap((id, place) => (open.has(id) || known.has(id) ? [] : [place]));
  if (strangers.length > 0) throw new NotTheirPatient(strangers);
  return known.size;
}

/** Ends what the one has, now or to come, and begins the same for the other, who may have one of that kind already. */
async function moveRelations(transaction: EntityManager, { at, patientIds }: OpenedHandOver, from: string, { to, reason }: AskedHandOver): Promise<MovedRelation[]> {
  if (patientIds.length === 0) return [];
  const held = await transaction.query<{ id: string }[]>(
    `SELECT patient_id, id, kind, starts_at, ends_at, appointment_id FROM care_relation
      WHERE doctor_id = $1::uuid AND patient_id = ANY ($2::uuid[]) AND (ends_at IS NULL OR ends_at > $3) FOR UPDATE`, [from, patientIds, at]);
  await transaction.query('UPDATE care_relation SET ends_at = GREATEST($3::timestamptz, starts_at), end_reason = $4, version = version + 1 WHERE patient_id = ANY ($1::uuid[]) AND id = ANY ($2::uuid[])',
    [patientIds, held.map(({ id }) => id), at, reason]);
  return transaction.query<MovedRelation[]>(
    `INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, ends_at, reason, appointment_id)
     SELECT r.patient_id, r.id, $2::uuid, r.kind, GREATEST($3::timestamptz, r.starts_at), r.ends_at, $4, r.appointment_id
       FROM jsonb_to_recordset($1::jsonb) AS r (patient_id uuid, id uuid, kind text, starts_at timestamptz, ends_at timestamptz, appointment_id uuid)
      WHERE r.appointment_id IS NOT NULL
         OR NOT EXISTS (SELECT FROM care_relation c WHERE c.patient_id = r.patient_id AND c.doctor_id = $2 AND c.kind = r.kind AND c.appointment_id IS NULL AND (c.ends_at IS NULL OR c.ends_at > $3))
     RETURNING patient_id, id AS new_id`,
    [JSON.stringify(held.map((relation) => ({ ...relation, id: v7() }))), to, at, reason],
  );
}
