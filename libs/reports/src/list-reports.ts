import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import { type ReportRow, reportColumns } from './read-report';

const listReports = chartStatement(
  'reports.list',
  // Ids are made in the order of time, and the key is in their order.
  `SELECT ${reportColumns} FROM report WHERE patient_id = opened.patient_id AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $3`,
);

@Injectable()
export class ListReports {
  constructor(private readonly charts: Charts) {}

  /** The newest first; one more than the limit where there are more. @throws PatientUnknown, PatientReplaced, SignInEnded */
  async execute(acting: Acting, patientId: string, { limit, before }: { limit: number; before?: string | undefined }): Promise<ReportRow[]> {
    const rows = await this.charts.read<ReportRow>(acting, patientId, listReports, [limit + 1, before ?? null], { thing: 'Report' });
    // Each id of a merged record brings its own list.
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
  }
}
