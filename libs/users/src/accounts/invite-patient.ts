import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { PatientUnknown } from '../charts/chart.errors';
import { Charts } from '../charts/charts';
import type { HumanName } from '../patients/human-name';
import { QueueMail } from '../mail/queue-mail';
import { OpenReview } from '../care/open-review';
import { accountOfEmail, emailKey } from '../registration/email-key';
import { Links } from '../registration/links';
import { MailLimits } from '../registration/mail-limits';
import { NotForOneself, PatientHasAccount } from './account-rules.errors';
import { insertInvitation, invitationHours } from './invitation-row';

export interface InvitedPatient {
  readonly patientId: string;
  readonly email: string;
  readonly language?: string | undefined;
}

interface InvitablePatient {
  readonly names: HumanName[];
  readonly organisation_id: string;
  readonly language: string | null;
  readonly has_account: boolean;
  /** Their own record, of somebody whom they act for, or an address that is their own. */
  readonly own: boolean;
}

/** A doctor who only covers, or came in an emergency, ties nobody to a record. */
const readInvitable = `
  SELECT p.names, p.organisation_id, p.language, EXISTS (SELECT FROM patient_account o WHERE o.patient_id = p.id) AS has_account,
         EXISTS (SELECT FROM patient_account o WHERE o.patient_id = p.id AND o.account_id = $2)
      OR EXISTS (SELECT FROM representation r WHERE r.patient_id = p.id AND r.account_id = $2)
      OR EXISTS (SELECT FROM email_key k WHERE k.email_key = $3 AND k.account_id = $2) AS own
    FROM patient p
   WHERE p.id = $1 AND p.replaced_by IS NULL AND p.verification = 'verified'
     AND ($4 = 'desk' OR EXISTS (SELECT FROM care_relation c WHERE c.patient_id = p.id AND c.doctor_id = app.opened_doctor() AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())))`;

@Injectable()
export class InvitePatient {
  constructor(
    private readonly charts: Charts,
    private readonly links: Links,
    private readonly limits: MailLimits,
    private readonly queueMail: QueueMail,
    private readonly openReview: OpenReview,
  ) {}

  /**
   * To an account of their own for a record that is there, at an address that they gave: by the desk, or a doctor in care.
   * @returns the invitation's id
   * @throws PatientUnknown, PatientReplaced, PatientHasAccount, NotForOneself, TooMuchMailAskedFor, SignInEnded
   */
  async execute(acting: Acting, { patientId, email, language }: InvitedPatient): Promise<string> {
    await this.limits.refuseFloodFrom(acting.accountId);
    const mayMail = await this.limits.mayMail(email);
    const id = v7();
    await this.charts.write(acting, patientId, async (transaction) => {
      const [patient] = await transaction.query<InvitablePatient[]>(readInvitable, [patientId, acting.accountId, emailKey(email), acting.role]);
      if (!patient || !['desk', 'doctor'].includes(acting.role)) throw new PatientUnknown();
      if (patient.own) throw new NotForOneself();
      if (patient.has_account) throw new PatientHasAccount();
      await this.invite(transaction, acting, id, { email, mayMail, patientId, patient, language: language ?? patient.language ?? 'en' });
    });
    return id;
  }

  private async invite(transaction: EntityManager, acting: Acting, id: string, { email, mayMail, patientId, patient, language }: { email: string; mayMail: boolean; patientId: string; patient: InvitablePatient; language: string }): Promise<void> {
    await transaction.query(insertInvitation, [id, patient.organisation_id, 'patient', acting.accountId, acting.role, email, JSON.stringify(patient.names), language, null, patientId, invitationHours]);
    await this.openReview.execute(transaction, { kind: 'tie', patientId, thingId: id, madeBy: acting.accountId });
    const known = await accountOfEmail(transaction, email);
    const goesOn = mayMail && !known;
    const token = await this.links.make(transaction, { purpose: 'invitation', invitationId: id, goodForHours: goesOn ? invitationHours : 0 });
    await this.queueMail.execute(transaction, {
      kind: goesOn ? 'invitation' : mayMail ? 'already-registered' : 'nobody', to: mayMail ? email : null, language, ...(goesOn ? { token } : {}), worthHours: invitationHours,
    });
  }
}
