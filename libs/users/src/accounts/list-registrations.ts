import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { SignInEnded } from '../charts/chart.errors';
import type { HumanName } from '../patients/human-name';
import type { DatePrecision } from '../patients/partial-date';

export interface RegistrationRow {
  readonly id: string;
  readonly names: HumanName[];
  readonly birth_date: string | null;
  readonly birth_date_precision: DatePrecision;
  readonly email: string | null;
  readonly phone: string | null;
  readonly recorded_at: Date;
}

/** Opened and read in one statement, as a panel is (list-own-patients.ts). */
const listRegistrations = {
  name: 'users.registrations',
  text: `WITH context AS MATERIALIZED (SELECT outcome FROM app.open_registrations($1::jsonb, $2::uuid, $3))
    SELECT context.outcome AS context_outcome, answer.*
      FROM context
      LEFT JOIN LATERAL (
        SELECT p.id, p.names, p.birth_date::text, p.birth_date_precision, p.email, p.phone, p.recorded_at
          FROM patient p WHERE context.outcome = 'open' AND p.id = ANY (app.opened_patients()) ORDER BY p.id LIMIT $3 OFFSET 0
      ) AS answer ON true`,
};

type Listed = Omit<RegistrationRow, 'id'> & { readonly context_outcome: string; readonly id: string | null };

@Injectable()
export class ListRegistrations {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** Those who registered themselves and whom nobody has tied to a record, longest first; one more than the limit where there are more. @throws SignInEnded */
  async execute(acting: Acting, limit: number, after?: string): Promise<RegistrationRow[]> {
    const rows = await this.database.query<Listed>(listRegistrations, [JSON.stringify(acting), after ?? null, limit + 1]);
    if (rows[0]?.context_outcome !== 'open') throw new SignInEnded();
    const registrations = rows.filter((row): row is Listed & RegistrationRow => row.id !== null);
    await Promise.all(registrations.map(({ id }) => this.accessLog.record({ acting, action: 'read', patientId: id, thing: 'Patient', thingId: id })));
    return registrations;
  }
}
