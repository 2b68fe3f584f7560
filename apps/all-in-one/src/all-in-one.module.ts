import { type DynamicModule, Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { HealthModule } from '@anamnesis/http';
import type { Logger } from '@anamnesis/logging';
import { MailModule, type MailOptions } from '@anamnesis/mail';
import { QueueModule } from '@anamnesis/queue';
import { makeReportJob, reportsEntities } from '@anamnesis/reports';
import { ReportsHttpModule } from '@anamnesis/reports/http';
import { ReportsJobsModule } from '@anamnesis/reports/jobs';
import { extractionWork, researchEntities } from '@anamnesis/research';
import { ExtractionsHttpModule, StudiesHttpModule } from '@anamnesis/research/http';
import { ResearchJobsModule } from '@anamnesis/research/jobs';
import { checkDatabase } from '@anamnesis/schema';
import { SignInModule } from '@anamnesis/sign-in';
import { StorageModule } from '@anamnesis/storage';
import { EndedSessions, UsersModule, type UsersOptions, mailWork, usersEntities } from '@anamnesis/users';
import { AccountsHttpModule, UsersHttpModule } from '@anamnesis/users/http';
import { UsersJobsModule } from '@anamnesis/users/jobs';
import { VisitsModule, visitsEntities } from '@anamnesis/visits';
import { VisitsHttpModule } from '@anamnesis/visits/http';

export interface AllInOneOptions extends UsersOptions {
  readonly databaseUrl: string;
  /** The same database as the role anamnesis_extraction. */
  readonly extractionDatabaseUrl: string;
  readonly poolSize: number;
  readonly storageUrl: string;
  readonly chartCacheMegabytes: number;
  readonly mail: MailOptions;
  /** As links in mails name it. */
  readonly publicUrl: string;
  readonly redisUrl?: string | undefined;
  readonly logger: Logger;
}

/** All doors in one process. */
@Module({})
export class AllInOneModule {
  static forRoot({ databaseUrl, extractionDatabaseUrl, poolSize, storageUrl, chartCacheMegabytes, mail, publicUrl, redisUrl, logger, ...usersOptions }: AllInOneOptions): DynamicModule {
    const users = UsersModule.forRoot(usersOptions);
    return {
      module: AllInOneModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'all-in-one', entities: [...usersEntities, ...visitsEntities, ...reportsEntities, ...researchEntities], check: checkDatabase }),
        SignInModule.forRoot({ publicKeys: { ring: usersOptions.keyRing }, routes: routeTable, sessions: EndedSessions }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.answers()]),
        users,
        UsersHttpModule.forRoot(users, usersOptions.keyRing),
        AccountsHttpModule.forRoot(users),
        MailModule.forRoot(mail),
        UsersJobsModule.forRoot(publicUrl),
        VisitsHttpModule.forRoot(VisitsModule.forRoot({ chartCacheMegabytes })),
        StorageModule.forRoot({ url: storageUrl }),
        ReportsHttpModule,
        ReportsJobsModule,
        StudiesHttpModule,
        ExtractionsHttpModule,
        ResearchJobsModule.forRoot(extractionDatabaseUrl),
        QueueModule.forRoot({ databaseUrl, redisUrl, logger, works: [{ queue: makeReportJob.queue }, extractionWork, mailWork] }),
      ],
    };
  }
}
