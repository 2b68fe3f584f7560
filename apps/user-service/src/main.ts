import 'reflect-metadata';
import { routeTable } from '@anamnesis/access';
import { environmentSettings, readConfiguration, runProcess } from '@anamnesis/configuration';
import { databaseSettings } from '@anamnesis/database';
import { httpSettings, serve } from '@anamnesis/http';
import { NestLogger, createLogger, loggingSettings } from '@anamnesis/logging';
import { queueSettings } from '@anamnesis/queue';
import { openKeyRing, signingKeySettings } from '@anamnesis/sign-in';
import { signInSettings } from '@anamnesis/users';
import { UserServiceModule } from './user-service.module';

runProcess(async () => {
  const settings = readConfiguration({ ...environmentSettings, ...httpSettings, ...loggingSettings, ...databaseSettings, ...queueSettings, ...signingKeySettings, ...signInSettings }, process.env);
  const logger = createLogger({ name: 'user-service', level: settings.LOG_LEVEL });
  const keyRing = await openKeyRing(settings.KEYS_FOLDER);
  const module = UserServiceModule.forRoot({
    databaseUrl: settings.DATABASE_URL,
    poolSize: settings.DATABASE_POOL_SIZE,
    keyRing,
    production: settings.PRODUCTION,
    redisUrl: settings.REDIS_URL,
    logger,
    staffSecondFactor: settings.STAFF_SECOND_FACTOR,
    idleMinutesStaff: settings.IDLE_MINUTES_STAFF,
    idleMinutesPatient: settings.IDLE_MINUTES_PATIENT,
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
