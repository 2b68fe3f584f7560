import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, chartStatement } from '@anamnesis/users';
import type { ReportProblem } from './report.entity';
import { ReportUnknown } from './report.errors';
import type { ReportFormat, ReportKind, ReportStatus } from './report-kinds';

export interface ReportRow {
  id: string;
  patient_id: string;
  kind: ReportKind;
  parameters: { from: string; to: string };
  format: ReportFormat;
  language: string;
  status: ReportStatus;
  progress: number;
  requested_at: Date;
  finished_at: Date | null;
  file_key: string | null;
  media_type: string | null;
  bytes: string | null;
  sha256: string | null;
  problem: ReportProblem | null;
}

export const reportColumns = 'id, patient_id, kind, parameters, format, language, status, progress, requested_at, finished_at, file_key, media_type, bytes, sha256, problem';

const readReport = chartStatement('reports.one', `SELECT ${reportColumns} FROM report WHERE patient_id = opened.patient_id AND id = $3::uuid`);

@Injectable()
export class ReadReport {
  constructor(private readonly charts: Charts) {}

  /** @throws ReportUnknown, PatientUnknown, PatientReplaced, SignInEnded */
  async execute(acting: Acting, patientId: string, reportId: string, action: 'read' | 'export' = 'read'): Promise<ReportRow> {
    const [report] = await this.charts.read<ReportRow>(acting, patientId, readReport, [reportId], { thing: 'Report', thingId: reportId, action });
    if (!report) throw new ReportUnknown();
    return report;
  }
}
