import { Injectable } from '@nestjs/common';
import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import type { CareKind } from './care-relation.entity';
import { SignInEnded } from './chart.errors';
import type { DatePrecision } from './partial-date';
import type { HumanName } from './human-name';
import type { Sex } from './patient.entity';

export interface OwnPatientRow {
  id: string;
  mrn: string;
  names: HumanName[];
  birth_date: string | null;
  birth_date_precision: DatePrecision;
  sex: Sex;
  /** Empty where the patient is another doctor's, whom this one covers. */
  care: CareKind[];
  /** The doctors whose patient it is, where this one covers. */
  covering_for: { readonly doctorId: string; readonly names: HumanName[] }[] | null;
  sort_key: string;
}

export interface OwnPatientsQuery {
  readonly limit: number;
  /** Sort key and id of the last one shown. */
  readonly after?: readonly [string, string] | undefined;
  /** Part of a name, a medical record number or a birth date. */
  readonly search?: string | undefined;
}

/** The panel is opened and read in one statement, as a chart is (chart-statement.ts). */
const listOwnPatients = {
  name: 'users.own-patients',
  text: `WITH context AS MATERIALIZED (SELECT outcome, doctor_id FROM app.open_panel($1::jsonb))
    SELECT context.outcome AS context_outcome, answer.*
      FROM context
      LEFT JOIN LATERAL (
        SELECT p.id, p.mrn, p.names, p.birth_date::text, p.birth_date_precision, p.sex, lower(p.names -> 0 ->> 'text') AS sort_key,
               array(SELECT o.kind FROM doctor_patient o WHERE o.doctor_id = context.doctor_id AND o.patient_id = p.id
                        AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now()) ORDER BY o.kind) AS care,
               (SELECT jsonb_agg(DISTINCT jsonb_build_object('doctorId', d.id, 'names', d.names))
                  FROM cover v JOIN doctor_patient o ON o.doctor_id = v.doctor_id AND o.patient_id = p.id AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now())
                  JOIN doctor d ON d.id = v.doctor_id
                 WHERE v.covered_by = context.doctor_id AND v.starts_at <= now() AND v.ends_at > now()) AS covering_for
          FROM patient p
         WHERE context.outcome = 'open' AND p.id = ANY (app.opened_patients()) AND p.replaced_by IS NULL
           AND ($3::text IS NULL OR (lower(p.names -> 0 ->> 'text'), p.id) > ($3, $4::uuid))
           AND ($5::text IS NULL OR strpos(lower(p.names::text), lower($5)) > 0 OR lower(p.mrn) = lower($5) OR p.birth_date::text = $5)
         ORDER BY lower(p.names -> 0 ->> 'text'), p.id
         LIMIT $2 OFFSET 0
      ) AS answer ON true`,
};

/** Nobody's row, where the panel was opened and is empty. */
type Listed = Omit<OwnPatientRow, 'id'> & { readonly context_outcome: string; readonly id: string | null };

@Injectable()
export class ListOwnPatients {
  constructor(
    private readonly database: Database,
    private readonly accessLog: AccessLog,
  ) {}

  /** The patients in the doctor's care, by name; one more than the limit where there are more. @throws SignInEnded */
  async execute(acting: Acting, { limit, after, search }: OwnPatientsQuery): Promise<OwnPatientRow[]> {
    const rows = await this.database.query<Listed>(listOwnPatients, [
      JSON.stringify(acting), limit + 1, after?.[0] ?? null, after?.[1] ?? null, search ?? null,
    ]);
    if (rows[0]?.context_outcome !== 'open') throw new SignInEnded();
    const patients = rows.filter((row): row is Listed & OwnPatientRow => row.id !== null);
    // An entry for each, so that "who saw my record" is complete. What was searched for stays out: it may be a name.
    await Promise.all(patients.map(({ id }) => this.accessLog.record({ acting, action: search === undefined ? 'read' : 'search', patientId: id, thing: 'Patient', thingId: id })));
    return patients;
  }
}
