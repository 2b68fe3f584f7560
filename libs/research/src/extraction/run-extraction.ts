import { Injectable } from '@nestjs/common';
import { Database } from '@anamnesis/database';
import { FileStore } from '@anamnesis/storage';
import { ExtractionDatabase } from './extraction-database';

/** Place of the engine until it is merged. */
@Injectable()
export class RunExtraction {
  constructor(
    readonly extractionDatabase: ExtractionDatabase,
    readonly database: Database,
    readonly files: FileStore,
  ) {}

  execute(_run: { studyId: string; number: number }, _now = new Date()): Promise<void> {
    return Promise.resolve();
  }

  giveUp(_run: { studyId: string; number: number }, _code: string): Promise<void> {
    return Promise.resolve();
  }
}
