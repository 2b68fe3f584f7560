import { Module } from '@nestjs/common';
import { ChartsModule } from '@anamnesis/users';
import { CancelReport } from './cancel-report';
import { HealthSummaryReader } from './health-summary.reader';
import { ListReports } from './list-reports';
import { MakeReport } from './make-report';
import { ReadReport } from './read-report';
import { ReadReportFile } from './read-report-file';
import { RenderReport } from './render-report';
import { ReportWork } from './report-work';
import { RequestReport } from './request-report';
import { ResendLostReports } from './resend-lost-reports';
import { Typesetter } from './typesetter';
import { WatchReport } from './watch-report';

const verbs = [CancelReport, ListReports, MakeReport, ReadReport, ReadReportFile, RequestReport, ResendLostReports, WatchReport];

/** The core of reports, without doors. */
@Module({ imports: [ChartsModule], providers: [...verbs, HealthSummaryReader, RenderReport, ReportWork, Typesetter], exports: verbs })
export class ReportsModule {}
