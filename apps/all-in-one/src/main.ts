import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { environmentSettings, readConfiguration, runProcess } from '@anamnesis/configuration';
import { databaseSettings } from '@anamnesis/database';
import { embeddedPostgresSettings } from '@anamnesis/embedded-postgres';
import { httpSettings } from '@anamnesis/http';
import { loggingSettings } from '@anamnesis/logging';
import { mailSettings } from '@anamnesis/mail';
import { queueBackendOf, queueSettings } from '@anamnesis/queue';
import { extractionSettings } from '@anamnesis/research';
import { checkDatabaseAt } from '@anamnesis/schema';
import { storageSettings } from '@anamnesis/storage';
import { publicUrlSettings } from '@anamnesis/users';
import { signInSettings } from '@anamnesis/users';
import { chartCacheSettings } from '@anamnesis/visits';
import { fillOwnClinic } from './fill-own-clinic';
import { holder, openOwnDatabase } from './open-database';
import { checkPort } from './port-in-use';
import { startAllInOne } from './start-all-in-one';
import { StopInOrder } from './stop-in-order';
import { welcome } from './welcome';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

runProcess(async () => {
  const settings = readConfiguration(
    {
      ...environmentSettings,
      ...httpSettings,
      // At a terminal the few lines that matter would drown in what a log collector wants.
      LOG_LEVEL: loggingSettings.LOG_LEVEL.unwrap().default('warn'),
      ...databaseSettings,
      DATABASE_URL: databaseSettings.DATABASE_URL.optional(),
      ...extractionSettings,
      // The embedded database knows its own roles; whoever names another database names this role of it too.
      EXTRACTION_DATABASE_URL: process.env['DATABASE_URL'] ? extractionSettings.EXTRACTION_DATABASE_URL : extractionSettings.EXTRACTION_DATABASE_URL.optional(),
      ...embeddedPostgresSettings,
      ...queueSettings,
      ...storageSettings,
      ...chartCacheSettings,
      ...mailSettings,
      ...publicUrlSettings,
      ...signInSettings,
    },
    process.env,
  );
  const folder = resolve(settings.DATA_FOLDER ?? join(__dirname, '../../../data'));
  const running = new StopInOrder(say);
  try {
    const own =
      settings.DATABASE_URL === undefined
        ? await running.start(
            () => openOwnDatabase({ folder, port: settings.DATABASE_PORT, queue: queueBackendOf(settings), production: settings.PRODUCTION, log: say, onLost: lost }),
            (database) => database.close(),
          )
        : undefined;
    const databaseUrl = settings.DATABASE_URL ?? (await own?.urlFor('anamnesis_all_in_one')) ?? '';
    const extractionDatabaseUrl = settings.EXTRACTION_DATABASE_URL ?? (await own?.urlFor('anamnesis_extraction')) ?? '';
    await checkPort(settings.HOST, settings.PORT);
    await checkDatabaseAt(databaseUrl, 'anamnesis_all_in_one');
    await checkDatabaseAt(extractionDatabaseUrl, 'anamnesis_extraction', 'EXTRACTION_DATABASE_URL');
    const clinic = await running.start(
      () =>
        startAllInOne({
          databaseUrl,
          extractionDatabaseUrl,
          poolSize: settings.DATABASE_POOL_SIZE,
          keysFolder: join(folder, 'keys'),
          storageUrl: settings.STORAGE_URL ?? pathToFileURL(join(folder, 'files')).href,
          chartCacheMegabytes: settings.CHART_CACHE_MEGABYTES,
          mail: { url: settings.MAIL_URL ?? pathToFileURL(join(folder, 'mail')).href, from: settings.MAIL_FROM },
          publicUrl: settings.PUBLIC_URL,
          redisUrl: settings.REDIS_URL,
          host: settings.HOST,
          port: settings.PORT,
          trustedProxies: settings.TRUSTED_PROXIES,
          requestsPerMinute: settings.RATE_LIMIT_PER_MINUTE,
          logLevel: settings.LOG_LEVEL,
          production: settings.PRODUCTION,
          staffSecondFactor: settings.STAFF_SECOND_FACTOR,
          idleMinutesStaff: settings.IDLE_MINUTES_STAFF,
          idleMinutesPatient: settings.IDLE_MINUTES_PATIENT,
        }),
      (started) => started.close(),
    );
    if (own && !settings.PRODUCTION) await fillOwnClinic(own, clinic, say);
    await own?.saysWhere(holder(clinic.address.origin));
    say(welcome(clinic));
  } catch (error) {
    await running.close();
    throw error;
  }

  function lost(error: unknown): void {
    say(error instanceof Error ? error.message : String(error));
    void running.exit(1);
  }
});
