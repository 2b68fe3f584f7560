import 'reflect-metadata';
import { routeTable } from '@anamnesis/access';
import { readConfiguration, runProcess } from '@anamnesis/configuration';
import { databaseSettings } from '@anamnesis/database';
import { httpSettings, serve } from '@anamnesis/http';
import { NestLogger, createLogger, loggingSettings } from '@anamnesis/logging';
import { mailSettings } from '@anamnesis/mail';
import { queueSettings } from '@anamnesis/queue';
import { extractionSettings } from '@anamnesis/research';
import { checkDatabaseAt } from '@anamnesis/schema';
import { storageSettings } from '@anamnesis/storage';
import { publicUrlSettings } from '@anamnesis/users';
import { z } from 'zod';
import { ReportWorkerModule } from './report-worker.module';

const workerSettings = {
  /** Shared with the visit service, which serves the files. */
  STORAGE_URL: storageSettings.STORAGE_URL.unwrap(),
  // Mail would otherwise lie in a folder that nobody looks into.
  MAIL_URL: mailSettings.MAIL_URL.unwrap(),
  /** Reports made at once. */
  REPORT_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(2),
};

runProcess(async () => {
  const settings = readConfiguration({ ...httpSettings, ...loggingSettings, ...databaseSettings, ...extractionSettings, ...queueSettings, ...mailSettings, ...publicUrlSettings, ...workerSettings }, process.env);
  await checkDatabaseAt(settings.EXTRACTION_DATABASE_URL, 'anamnesis_extraction', 'EXTRACTION_DATABASE_URL');
  const logger = createLogger({ name: 'report-worker', level: settings.LOG_LEVEL });
  const module = ReportWorkerModule.forRoot({
    databaseUrl: settings.DATABASE_URL,
    extractionDatabaseUrl: settings.EXTRACTION_DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    storageUrl: settings.STORAGE_URL,
    redisUrl: settings.REDIS_URL,
    mail: { url: settings.MAIL_URL, from: settings.MAIL_FROM },
    publicUrl: settings.PUBLIC_URL,
    concurrency: settings.REPORT_CONCURRENCY,
    logger,
  });
  await serve(module, {
    host: settings.HOST,
    port: settings.PORT,
    trustedProxies: settings.TRUSTED_PROXIES,
    logger,
    nestLogger: new NestLogger(logger),
    routes: routeTable,
    documentation: 'none',
  });
});
