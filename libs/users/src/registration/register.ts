import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { HumanName } from '../patients/human-name';
import { QueueMail } from '../mail/queue-mail';
import { accountOfEmail } from './email-key';
import { Links } from './links';
import { MailLimits } from './mail-limits';
import { OrganisationNotNamed } from './registration.errors';

export interface Registration {
  readonly email: string;
  readonly names?: readonly HumanName[] | undefined;
  /** The only one, where it is left out. */
  readonly organisationId?: string | undefined;
  readonly language?: string | undefined;
}

const goodForHours = 24;
const findOrganisation = { name: 'users.organisation-to-register-at', text: 'SELECT id FROM organisation WHERE $1::uuid IS NULL OR id = $1 ORDER BY id LIMIT 2' };

@Injectable()
export class Register {
  constructor(
    private readonly database: Database,
    private readonly limits: MailLimits,
    private readonly links: Links,
    private readonly queueMail: QueueMail,
  ) {}

  /**
   * Sends a mail that goes on from here; one that says so to whom has an account already. What is done for the one and for the other are the
   * same statements, so that neither the answer nor its time tells which it was.
   * @throws OrganisationNotNamed, TooMuchMailAskedFor
   */
  async execute({ email, names, organisationId, language = 'en' }: Registration, address: string): Promise<void> {
    const organisations = await this.database.query<{ id: string }>(findOrganisation, [organisationId ?? null]);
    const [organisation] = organisations;
    if (!organisation || organisations.length > 1) throw new OrganisationNotNamed();
    await this.limits.refuseFloodFrom(address);
    const mayMail = await this.limits.mayMail(email);
    await this.database.inTransaction(async (transaction) => {
      const known = await accountOfEmail(transaction, email);
      const goesOn = mayMail && !known;
      const token = await this.links.make(transaction, { purpose: 'registration', about: { email, names: names ?? [], organisationId: organisation.id, language }, goodForHours: goesOn ? goodForHours : 0 });
      await this.queueMail.execute(transaction, {
        kind: goesOn ? 'registration' : mayMail ? 'already-registered' : 'nobody',
        to: mayMail ? (known?.email ?? email) : null, language: known?.language ?? language, ...(goesOn ? { token } : {}), worthHours: goodForHours,
      });
    });
  }
}
