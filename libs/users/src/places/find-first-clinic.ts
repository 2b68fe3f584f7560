import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';

/** The clinic of the first start, by the accounts that are made for trying the product out. */
export interface FirstClinic {
  readonly organisationId: string;
  readonly locationId: string;
  /** IANA zone of that location. */
  readonly zone: string;
  readonly doctorId: string;
  readonly doctorAccountId: string;
  readonly nurseAccountId: string;
  readonly researcherAccountId: string;
  readonly patientId: string;
}

const accountOf = (username: string) => `(SELECT a.id FROM credential c JOIN account a ON a.id = c.account_id AND a.demonstration WHERE c.username_key = '${username}')`;

const findFirstClinic = {
  name: 'users.first-clinic',
  text: `SELECT d.organisation_id AS "organisationId", place.id AS "locationId", place.zone, d.id AS "doctorId", d.account_id AS "doctorAccountId",
      ${accountOf('nurse')} AS "nurseAccountId", ${accountOf('researcher')} AS "researcherAccountId", own.patient_id AS "patientId"
    FROM doctor d
    CROSS JOIN LATERAL (SELECT l.id, l.zone FROM location l WHERE l.organisation_id = d.organisation_id ORDER BY l.recorded_at, l.id LIMIT 1) place
    JOIN patient_account own ON own.account_id = ${accountOf('patient')}
   WHERE d.account_id = ${accountOf('doctor')} AND ${accountOf('nurse')} IS NOT NULL AND ${accountOf('researcher')} IS NOT NULL`,
};

@Injectable()
export class FindFirstClinic {
  constructor(private readonly database: Database) {}

  /** Undefined where there is none, or one of somebody's own. */
  async execute(): Promise<FirstClinic | undefined> {
    const [clinic] = await this.database.query<FirstClinic>(findFirstClinic, []);
    return clinic;
  }
}
