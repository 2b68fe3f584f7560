import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import { ParticipationUnknown } from './participation.errors';
import { type ParticipationRow, participationColumns } from './participation.row';

const readParticipation = chartStatement('research.participation', `SELECT ${participationColumns} FROM participation WHERE patient_id = opened.patient_id AND study_id = $3::uuid`, 'person');

@Injectable()
export class ReadParticipation {
  constructor(private readonly charts: Charts) {}

  /** @throws ParticipationUnknown, and what opening a chart throws */
  async execute(acting: Acting, patientId: string, studyId: string): Promise<ParticipationRow> {
    const rows = await this.charts.read<ParticipationRow>(acting, patientId, readParticipation, [studyId], { thing: 'ResearchSubject', thingId: studyId });
    // Of several records of one person, the one that still takes part tells.
    const participation = rows.find(({ status }) => status === 'consented') ?? rows[0];
    if (!participation) throw new ParticipationUnknown();
    return participation;
  }
}
