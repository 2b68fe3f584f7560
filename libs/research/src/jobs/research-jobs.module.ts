import { type DynamicModule, Module } from '@nestjs/common';
import { ExtractionRunsModule } from '@anamnesis/research';
import { ResendLostExtractionsJob } from './resend-lost-extractions.job';
import { RunExtractionJob } from './run-extraction.job';
import { StartDueExtractionsJob } from './start-due-extractions.job';

/** The jobs door of research. */
@Module({})
export class ResearchJobsModule {
  /** @param extractionDatabaseUrl the database as the role anamnesis_extraction */
  static forRoot(extractionDatabaseUrl: string): DynamicModule {
    return { module: ResearchJobsModule, imports: [ExtractionRunsModule.forRoot({ extractionDatabaseUrl })], providers: [ResendLostExtractionsJob, RunExtractionJob, StartDueExtractionsJob] };
  }
}
