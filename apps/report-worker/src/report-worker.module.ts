import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { HealthModule } from '@anamnesis/http';
import type { Logger } from '@anamnesis/logging';
import { MailModule, type MailOptions } from '@anamnesis/mail';
import { QueueModule } from '@anamnesis/queue';
import { makeReportJob, reportsEntities } from '@anamnesis/reports';
import { ReportsJobsModule } from '@anamnesis/reports/jobs';
import { extractionWork, researchEntities } from '@anamnesis/research';
import { ResearchJobsModule } from '@anamnesis/research/jobs';
import { checkDatabase } from '@anamnesis/schema';
import { StorageModule } from '@anamnesis/storage';
import { mailWork } from '@anamnesis/users';
import { UsersJobsModule } from '@anamnesis/users/jobs';

export interface ReportWorkerOptions {
  readonly databaseUrl: string;
  /** The same database as the role anamnesis_extraction. */
  readonly extractionDatabaseUrl: string;
  readonly poolSize: number;
  readonly storageUrl: string;
  readonly redisUrl?: string | undefined;
  readonly mail: MailOptions;
  /** As links in mails name it. */
  readonly publicUrl: string;
  /** Reports made at once. */
  readonly concurrency: number;
  readonly logger: Logger;
}

/** The jobs doors of reports, of research and of mail, and health. */
@Module({})
export class ReportWorkerModule {
  static forRoot({ databaseUrl, extractionDatabaseUrl, poolSize, storageUrl, redisUrl, mail, publicUrl, concurrency, logger }: ReportWorkerOptions): DynamicModule {
    return {
      module: ReportWorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'report-worker', entities: [...reportsEntities, ...researchEntities], check: checkDatabase }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.answers()]),
        StorageModule.forRoot({ url: storageUrl }),
        MailModule.forRoot(mail),
        UsersJobsModule.forRoot(publicUrl),
        ReportsJobsModule,
        ResearchJobsModule.forRoot(extractionDatabaseUrl),
        QueueModule.forRoot({ databaseUrl, redisUrl, logger, works: [{ queue: makeReportJob.queue, concurrency }, extractionWork, mailWork] }),
      ],
    };
  }
}
