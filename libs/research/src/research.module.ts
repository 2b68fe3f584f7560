import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { FileStore } from '@anamnesis/storage';
import { ChartsModule } from '@anamnesis/users';
import { AssignResearchers } from './assign-researchers';
import { ChangeStudy } from './change-study';
import { CloseStudy } from './close-study';
import { CreateStudy } from './create-study';
import { ExtractionDatabase } from './extraction/extraction-database';
import { RunExtraction } from './extraction/run-extraction';
import { GiveConsent } from './give-consent';
import { ListExtractions } from './list-extractions';
import { ListStudies } from './list-studies';
import { OpenStudy } from './open-study';
import { ReadExtraction } from './read-extraction';
import { ReadParticipation } from './read-participation';
import { ReadReleaseFile } from './read-release-file';
import { ReadStudy } from './read-study';
import { RequestExtraction } from './request-extraction';
import { ResendLostExtractions } from './resend-lost-extractions';
import { StartDueExtractions } from './start-due-extractions';
import { Studies } from './studies';
import { WithdrawConsent } from './withdraw-consent';

const studyVerbs = [AssignResearchers, ChangeStudy, CloseStudy, CreateStudy, GiveConsent, ListStudies, OpenStudy, ReadParticipation, ReadStudy, WithdrawConsent];
const extractionVerbs = [ListExtractions, ReadExtraction, ReadReleaseFile, RequestExtraction];

/** The core of studies and consent, without doors. */
@Module({ imports: [AuditModule, ChartsModule], providers: [...studyVerbs, Studies], exports: studyVerbs })
export class StudiesModule {}

/** The core of what is asked for and fetched of a study's releases. */
@Module({ imports: [AuditModule], providers: [...extractionVerbs, Studies], exports: extractionVerbs })
export class ExtractionsModule {}

/** The core of what workers do: runs, and finding those that are due or were lost. It alone signs in as the extraction's role. */
@Module({})
export class ExtractionRunsModule {
  static forRoot({ extractionDatabaseUrl }: { readonly extractionDatabaseUrl: string }): DynamicModule {
    return {
      module: ExtractionRunsModule,
      providers: [
        { provide: ExtractionDatabase, useFactory: () => ExtractionDatabase.open(extractionDatabaseUrl) },
        { provide: RunExtraction, inject: [ExtractionDatabase, Database, FileStore], useFactory: (extractionDatabase: ExtractionDatabase, database: Database, files: FileStore) => new RunExtraction(extractionDatabase, database, files) },
        ResendLostExtractions,
        StartDueExtractions,
      ],
      exports: [ResendLostExtractions, RunExtraction, StartDueExtractions],
    };
  }
}
