import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import { VisitUnknown } from './visit.errors';
import type { VisitRow } from './visit.row';
import { visitSelect } from './visit-select';

const readVisit = chartStatement('visits.visit', visitSelect('opened.patient_id', '$3::uuid'));

@Injectable()
export class ReadVisit {
  constructor(private readonly charts: Charts) {}

  /** @throws VisitUnknown, and what Charts throws */
  async execute(acting: Acting, patientId: string, visitId: string): Promise<VisitRow> {
    const [visit] = await this.charts.read<VisitRow>(acting, patientId, readVisit, [visitId], { thing: 'Encounter', thingId: visitId });
    if (!visit) throw new VisitUnknown();
    return visit;
  }
}
