import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Announce } from './announce';
import { SignInEnded } from '../charts/chart.errors';
import { TooManyEmergencies } from './emergency.errors';
import type { HumanName } from '../patients/human-name';
import { OpenReview } from './open-review';
import { accountsOfPatients, accountsOfPrimary } from './whom-to-tell';

export interface EmergencyLookUp {
  readonly mrn?: string | undefined;
  /** In full, with the birth date. */
  readonly name?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly reason: string;
}

export interface EmergencyMatch {
  readonly patientId: string;
  readonly mrn: string;
  readonly names: readonly HumanName[];
  readonly birthDate: string | null;
  readonly sex: string;
}

/** 'several': none was opened, choose one by its MRN. 'many': more than three, say more. */
export type EmergencyAnswer =
  | { readonly outcome: 'open'; readonly id: string; readonly patientId: string; readonly until: Date }
  | { readonly outcome: 'several'; readonly matches: readonly EmergencyMatch[] }
  | { readonly outcome: 'none' | 'many' };

interface Opened {
  readonly outcome: 'open' | 'several' | 'none' | 'many' | 'limited' | 'not-signed-in';
  readonly id: string;
  readonly patient: string;
  readonly until: Date;
  readonly made: boolean;
  readonly matches: EmergencyMatch[] | null;
  readonly retry_after: number | null;
}

@Injectable()
export class OpenEmergencyAccess {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
    private readonly announce: Announce,
    private readonly openReview: OpenReview,
  ) {}

  /**
   * Finds a patient by exact MRN, or by full name and birth date, and opens their chart for 24 hours, whether a relation exists or not. Each look-up is counted and
   * audited, without what was typed; each access is told to the patient and reviewed.
   * @throws TooManyEmergencies, SignInEnded
   */
  async execute(acting: Acting, lookUp: EmergencyLookUp): Promise<EmergencyAnswer> {
    const opened = await this.database.inTransaction(async (transaction) => {
      const [found] = await transaction.query<Opened[]>(
        'SELECT outcome, id, patient, until, made, matches, retry_after FROM app.open_emergency($1::jsonb, $2::uuid, $3::uuid, $4::text, $5::text, $6::date, $7::text)',
        [JSON.stringify(acting), v7(), v7(), lookUp.mrn ?? null, lookUp.name ?? null, lookUp.birthDate ?? null, lookUp.reason]);
      if (!found || found.outcome === 'not-signed-in') throw new SignInEnded();
      if (found.outcome === 'open' && found.made) await this.tell(transaction, acting, found, lookUp.reason);
      return found;
    });
    await this.note(acting, opened);
    if (opened.outcome === 'limited') throw new TooManyEmergencies(opened.retry_after ?? 60);
    if (opened.outcome === 'open') return { outcome: 'open', id: opened.id, patientId: opened.patient, until: opened.until };
    return opened.outcome === 'several' ? { outcome: 'several', matches: opened.matches ?? [] } : { outcome: opened.outcome as 'none' | 'many' };
  }

  private async tell(transaction: EntityManager, acting: Acting, { id, patient: patientId, until }: Opened, reason: string): Promise<void> {
    const to = [...((await accountsOfPatients(transaction, [patientId])).get(patientId) ?? []), ...(await accountsOfPrimary(transaction, patientId))];
    await this.announce.execute(transaction, { kind: 'emergency-access', patientId, to: to.filter((accountId) => accountId !== acting.accountId), about: { emergencyAccessId: id, until: until.toISOString() } });
    await this.openReview.execute(transaction, { kind: 'emergency-access', patientId, thingId: id, madeBy: acting.accountId, reason });
  }

  /** Beside what the database notes of the try and the access: what this answer tells of whom. */
  private async note(acting: Acting, { outcome, patient, id, matches }: Opened): Promise<void> {
    const entry = { acting, thing: 'EmergencyAccess', detail: { outcome } };
    if (outcome === 'open') await this.accessLog.record({ ...entry, action: 'break-glass', patientId: patient, thingId: id });
    else if (outcome === 'several') await Promise.all((matches ?? []).map(({ patientId }) => this.accessLog.record({ ...entry, action: 'search', patientId })));
    else await this.accessLog.record({ ...entry, action: outcome === 'limited' ? 'refused' : 'search' });
  }
}
