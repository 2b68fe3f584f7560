import { pathToFileURL } from 'node:url';
import { Database } from '@anamnesis/database';
import { FileStore, StorageModule } from '@anamnesis/storage';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ExtractionDatabase } from '../extraction/extraction-database';
import { RunExtraction } from '../extraction/run-extraction';

export interface ExtractionPlace {
  readonly extractionUrl: string;
  readonly workerUrl: string;
  /** Of the files. */
  readonly folder: string;
}

/** The extraction as the report worker has it, with the roles that it uses. */
export async function openRunExtraction({ extractionUrl, workerUrl, folder }: ExtractionPlace) {
  const storage = await NestFactory.createApplicationContext(StorageModule.forRoot({ url: pathToFileURL(folder).href }), { logger: false });
  const files = storage.get(FileStore);
  const worker = await new DataSource({ type: 'postgres', url: workerUrl, installExtensions: false, poolSize: 3 }).initialize();
  const extraction = ExtractionDatabase.open(extractionUrl);
  return {
    files,
    runExtraction: new RunExtraction(extraction, new Database(worker), files),
    async close(): Promise<void> {
      await extraction.close();
      await worker.destroy();
      await storage.close();
    },
  };
}
