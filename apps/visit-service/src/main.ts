import 'reflect-metadata';
import { routeTable } from '@anamnesis/access';
import { readConfiguration, runProcess } from '@anamnesis/configuration';
import { databaseSettings } from '@anamnesis/database';
import { httpSettings, serve } from '@anamnesis/http';
import { NestLogger, createLogger, loggingSettings } from '@anamnesis/logging';
import { queueSettings } from '@anamnesis/queue';
import { publicKeySettings } from '@anamnesis/sign-in';
import { storageSettings } from '@anamnesis/storage';
import { chartCacheSettings } from '@anamnesis/visits';
import { VisitServiceModule } from './visit-service.module';

/** Shared with the report worker, so it must be said. */
const sharedStorage = { STORAGE_URL: storageSettings.STORAGE_URL.unwrap() };

runProcess(async () => {
  const settings = readConfiguration({ ...httpSettings, ...loggingSettings, ...databaseSettings, ...publicKeySettings, ...queueSettings, ...sharedStorage, ...chartCacheSettings }, process.env);
  const logger = createLogger({ name: 'visit-service', level: settings.LOG_LEVEL });
  const module = VisitServiceModule.forRoot({
    databaseUrl: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    publicKeys: { url: new URL(settings.JWKS_URL) },
    storageUrl: settings.STORAGE_URL,
    chartCacheMegabytes: settings.CHART_CACHE_MEGABYTES,
    redisUrl: settings.REDIS_URL,
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
