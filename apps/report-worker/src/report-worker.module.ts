import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { HealthModule } from '@anamnesis/http';
import type { Logger } from '@anamnesis/logging';
import { QueueModule } from '@anamnesis/queue';
import { makeReportJob, reportsEntities } from '@anamnesis/reports';
import { ReportsJobsModule } from '@anamnesis/reports/jobs';
import { extractionWork, researchEntities } from '@anamnesis/research';
import { ResearchJobsModule } from '@anamnesis/research/jobs';
import { checkDatabase } from '@anamnesis/schema';
import { StorageModule } from '@anamnesis/storage';

export interface ReportWorkerOptions {
  readonly databaseUrl: string;
  /** The same database as the role anamnesis_extraction. */
  readonly extractionDatabaseUrl: string;
  readonly poolSize: number;
  readonly storageUrl: string;
  readonly redisUrl?: string | undefined;
  /** Reports made at once. */
  readonly concurrency: number;
  readonly logger: Logger;
}

/** The jobs doors of reports and of research, and health. */
@Module({})
export class ReportWorkerModule {
  static forRoot({ databaseUrl, extractionDatabaseUrl, poolSize, storageUrl, redisUrl, concurrency, logger }: ReportWorkerOptions): DynamicModule {
    return {
      module: ReportWorkerModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'report-worker', entities: [...reportsEntities, ...researchEntities], check: checkDatabase }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.answers()]),
        StorageModule.forRoot({ url: storageUrl }),
        ReportsJobsModule,
        ResearchJobsModule.forRoot(extractionDatabaseUrl),
        QueueModule.forRoot({ databaseUrl, redisUrl, logger, works: [{ queue: makeReportJob.queue, concurrency }, extractionWork] }),
      ],
    };
  }
}
