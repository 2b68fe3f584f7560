import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { Announce } from '../announce';
import { SignInEnded } from '../chart.errors';
import { QueueMail } from '../mail/queue-mail';
import { OpenReview } from '../open-review';
import { NotForOneself, PatientHasAccount, RegistrationUnknown } from './account-rules.errors';

interface Decided {
  readonly outcome: 'tied' | 'verified' | 'unknown' | 'own' | 'has-account' | 'not-signed-in';
  /** The account. */
  readonly registrant: string;
  readonly contact: string | null;
  readonly language: string | null;
}

const decide = { name: 'users.decide-registration', text: 'SELECT outcome, registrant, contact, language FROM app.decide_registration($1::jsonb, $2, $3)' };
/** Who changes an address and then ties an account to the record is not the only one who hears of it. */
const formerAddresses = "SELECT DISTINCT lower(email) AS email FROM former_contact WHERE patient_id = $1 AND until > now() - interval '90 days' AND email IS NOT NULL AND lower(email) IS DISTINCT FROM lower($2)";
const refusals: Readonly<Record<string, () => Error>> = { own: () => new NotForOneself(), 'has-account': () => new PatientHasAccount(), 'not-signed-in': () => new SignInEnded() };

@Injectable()
export class DecideRegistration {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
    private readonly queueMail: QueueMail,
    private readonly announce: Announce,
    private readonly openReview: OpenReview,
  ) {}

  /**
   * Says whom staff know in somebody who registered: a patient who has a record, to which the account then belongs and into which what was registered
   * goes by its link; or, without a record, the new patient that they are.
   * @param reason how it was made sure: kept with the audit entries of both records
   * @throws RegistrationUnknown, NotForOneself, PatientHasAccount, SignInEnded
   */
  async execute(acting: Acting, registrationId: string, recordId: string | undefined, reason: string): Promise<void> {
    const because = { ...acting, reason };
    const decided = await this.database.inTransaction(async (transaction) => {
      const [outcome] = await this.database.queryInTransaction<Decided>(decide, [JSON.stringify(because), registrationId, recordId ?? null]);
      if (outcome?.outcome === 'tied' && recordId !== undefined) await this.afterTie(transaction, because, recordId, outcome);
      return outcome;
    });
    if (decided?.outcome === 'tied' || decided?.outcome === 'verified') return;
    await this.accessLog.record({ acting: because, action: 'refused', patientId: recordId ?? registrationId, thing: 'Patient', thingId: recordId ?? registrationId });
    throw refusals[decided?.outcome ?? '']?.() ?? new RegistrationUnknown();
  }

  /** Auditors look at it again, and whoever the record is reached at, or was in the last 90 days, is told. */
  private async afterTie(transaction: EntityManager, { accountId, reason }: Acting, patientId: string, { registrant, contact, language }: Decided): Promise<void> {
    await this.openReview.execute(transaction, { kind: 'tie', patientId, thingId: registrant, madeBy: accountId, reason });
    await this.announce.execute(transaction, { kind: 'record-tied', patientId, to: [registrant] });
    const former = await transaction.query<{ email: string }[]>(formerAddresses, [patientId, contact]);
    for (const to of [contact, ...former.map(({ email }) => email)]) {
      if (to !== null) await this.queueMail.execute(transaction, { kind: 'record-tied', to, language: language ?? 'en' });
    }
  }
}
