import { Module } from '@nestjs/common';
import { ReportsModule } from '@anamnesis/reports';
import { MakeReportJob } from './make-report.job';
import { ResendLostReportsJob } from './resend-lost-reports.job';

/** The jobs door of reports. */
@Module({ imports: [ReportsModule], providers: [MakeReportJob, ResendLostReportsJob] })
export class ReportsJobsModule {}
