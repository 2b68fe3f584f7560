import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '@anamnesis/sign-in';
import type { EntityManager } from 'typeorm';
import { v7 } from 'uuid';
import { Account, AccountRole, PatientAccount } from '../accounts/account.entity';
import type { HumanName } from '../patients/human-name';
import { newMrn } from '../patients/mrn';
import { type PartialDate, storedDate } from '../patients/partial-date';
import { MrnKey, Patient } from '../patients/patient.entity';
import { AcceptInvitation } from './accept-invitation';
import { Links, type UsedLink } from './links';
import { MailLimits } from './mail-limits';
import { hashOfNewPassword } from './new-password';
import { openAccount } from './open-account';
import { NamesMissing } from './registration.errors';

export interface Confirmation {
  readonly token: string;
  readonly password: string;
  readonly username?: string | undefined;
  readonly names?: readonly HumanName[] | undefined;
  readonly birthDate?: PartialDate | undefined;
  readonly phone?: string | undefined;
  /** IANA zone. */
  readonly zone?: string | undefined;
}

interface Registered {
  readonly email: string;
  readonly names: HumanName[];
  readonly organisationId: string;
  readonly language: string;
}

@Injectable()
export class Confirm {
  constructor(
    private readonly links: Links,
    private readonly limits: MailLimits,
    private readonly acceptInvitation: AcceptInvitation,
  ) {}

  /**
   * What a mailed link of a registration or an invitation leads to: an account. Whoever registered is a new, unverified patient, until staff say whom
   * they know in them.
   * @returns the name to sign in with
   * @throws LinkUnusable, PasswordTooShort, PasswordTooCommon, PasswordHoldsOwnName, UsernameTaken, UsernameOfAnother, NamesMissing, TooMuchMailAskedFor
   */
  async execute(confirmation: Confirmation, request: RequestOrigin): Promise<string> {
    const { token, password, username, names } = confirmation;
    const own = await this.links.whose(token, ['registration', 'invitation']);
    // Of one link: by it somebody could ask which usernames there are.
    await this.limits.refuseFloodFrom(token);
    const passwordHash = await hashOfNewPassword(password, { ...own, ...(username === undefined ? {} : { username }), ...(names === undefined ? {} : { names }) });
    return this.links.use(token, ['registration', 'invitation'], request, (transaction, link) =>
      link.purpose === 'registration' ? this.register(transaction, link, confirmation, passwordHash) : this.acceptInvitation.execute(transaction, link, { username: confirmation.username, passwordHash }),
    );
  }

  private async register(transaction: EntityManager, { accountId, personId, about }: UsedLink, { username, birthDate, phone, zone, ...given }: Confirmation, passwordHash: string): Promise<string> {
    const { email, organisationId, language, names: registered } = about as unknown as Registered;
    const names = [...(given.names ?? registered)];
    if (names.length === 0) throw new NamesMissing();
    await transaction.insert(Account, { id: accountId, username: username ?? email, names, email, language });
    const known = await openAccount(transaction, { accountId, email, username, passwordHash });
    await transaction.insert(AccountRole, { accountId, id: v7(), role: 'patient', organisationId: null });
    const mrn = newMrn();
    await transaction.insert(MrnKey, { mrn, patientId: personId });
    const birth = birthDate === undefined ? undefined : storedDate(birthDate);
    await transaction.insert(Patient, {
      id: personId, mrn, organisationId, names, language, email, phone: phone ?? null, zone: zone ?? 'UTC', verification: 'unverified',
      birthDate: birth?.day ?? null, birthDatePrecision: birth?.precision ?? 'day',
    });
    await transaction.insert(PatientAccount, { accountId, patientId: personId });
    return known;
  }
}
