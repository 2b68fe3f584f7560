import { Injectable } from '@nestjs/common';
import { Jobs } from '@anamnesis/queue';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, PatientUnknown } from '@anamnesis/users';
import { v7 } from 'uuid';
import { Report } from './report.entity';
import { PeriodReversed, ReportNotInEmergency } from './report.errors';
import { makeReportJob } from './report-jobs';
import type { ReportFormat, ReportKind } from './report-kinds';

export interface RequestedReport {
  readonly kind: ReportKind;
  readonly format: ReportFormat;
  readonly language: string;
  /** ISO days of the patient's zone: the twelve months up to today, where they are left out. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const periodOf = `
  SELECT app.scope() AS scope, app.may_write() AS may_write, app.audience() AS audience, COALESCE($2::date, (day.last - interval '12 months')::date)::text AS "from", day.last::text AS "to"
    FROM patient p CROSS JOIN LATERAL (SELECT COALESCE($3::date, (now() AT TIME ZONE p.zone)::date) AS last) AS day
   WHERE p.id = $1`;

@Injectable()
export class RequestReport {
  constructor(
    private readonly charts: Charts,
    private readonly jobs: Jobs,
  ) {}

  /**
   * @returns the id of the report, which is made later
   * @throws PatientUnknown, PatientReplaced, SignInEnded, PeriodReversed, ReportNotInEmergency
   */
  async execute(acting: Acting, patientId: string, asked: RequestedReport): Promise<string> {
    const reportId = v7();
    await this.charts.write(acting, patientId, async (transaction) => {
      const [period] = await transaction.query<{ scope: string; may_write: string; audience: string; from: string; to: string }[]>(periodOf, [patientId, asked.from ?? null, asked.to ?? null]);
      // The chart may be open for demographics only: then there is no record to report on.
      if (period?.scope !== 'record') throw new PatientUnknown();
      if (period.may_write === 'emergency') throw new ReportNotInEmergency();
      if (period.from > period.to) throw new PeriodReversed();
      await transaction.createQueryBuilder().insert().into(Report).updateEntity(false).values({
        patientId,
        id: reportId,
        kind: asked.kind,
        parameters: { from: period.from, to: period.to },
        format: asked.format,
        language: asked.language,
        requestedBy: acting.accountId,
        requestedRole: acting.role,
        // A patient watches their own report from the start; one that a doctor asked for is theirs to see when it is done.
        ...(period.audience === 'patient' ? { patientVisibleFrom: () => 'now()' } : {}),
      }).execute();
    });
    await this.jobs.enqueue(makeReportJob, { patientId, reportId }, { jobId: reportId });
    return reportId;
  }
}
