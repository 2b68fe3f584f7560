import { type DynamicModule, Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { HealthModule } from '@anamnesis/http';
import type { Logger } from '@anamnesis/logging';
import { QueueModule } from '@anamnesis/queue';
import { reportsEntities } from '@anamnesis/reports';
import { ReportsHttpModule } from '@anamnesis/reports/http';
import { researchEntities } from '@anamnesis/research';
import { ExtractionsHttpModule } from '@anamnesis/research/http';
import { checkDatabase } from '@anamnesis/schema';
import { type PublicKeys, SignInModule } from '@anamnesis/sign-in';
import { StorageModule } from '@anamnesis/storage';
import { EndedSessions } from '@anamnesis/users';
import { VisitsModule, visitsEntities } from '@anamnesis/visits';
import { VisitsHttpModule } from '@anamnesis/visits/http';

export interface VisitServiceOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly publicKeys: PublicKeys;
  readonly storageUrl: string;
  readonly chartCacheMegabytes: number;
  readonly redisUrl?: string | undefined;
  readonly logger: Logger;
}

/** The doors of visits, of reports and of extractions; it asks for reports and runs, and the report worker makes them. */
@Module({})
export class VisitServiceModule {
  static forRoot({ databaseUrl, poolSize, publicKeys, storageUrl, chartCacheMegabytes, redisUrl, logger }: VisitServiceOptions): DynamicModule {
    return {
      module: VisitServiceModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'visit-service', entities: [...visitsEntities, ...reportsEntities, ...researchEntities], check: checkDatabase }),
        SignInModule.forRoot({ publicKeys, routes: routeTable, sessions: EndedSessions }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.answers()]),
        VisitsHttpModule.forRoot(VisitsModule.forRoot({ chartCacheMegabytes })),
        StorageModule.forRoot({ url: storageUrl }),
        ReportsHttpModule,
        ExtractionsHttpModule,
        QueueModule.forRoot({ databaseUrl, redisUrl, logger }),
      ],
    };
  }
}
