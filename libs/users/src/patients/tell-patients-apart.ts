import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { PatientUnknown, SignInEnded } from '../charts/chart.errors';

const tellPatientsApart = { name: 'users.tell-patients-apart', text: 'SELECT outcome FROM app.tell_patients_apart($1::jsonb, $2::uuid, $3::uuid)' };

@Injectable()
export class TellPatientsApart {
  constructor(private readonly database: Database) {}

  /** Remembers that two records are not of one person, so that they are not offered as duplicates again. @throws PatientUnknown, SignInEnded */
  async execute(acting: Acting, patientId: string, otherId: string): Promise<void> {
    const [told] = await this.database.inTransaction(async () => this.database.queryInTransaction<{ outcome: string }>(tellPatientsApart, [JSON.stringify(acting), patientId, otherId]));
    if (told?.outcome === 'not-signed-in') throw new SignInEnded();
    if (told?.outcome !== 'done') throw new PatientUnknown();
  }
}
