import { routeTable } from '@anamnesis/access';
import { Database } from '@anamnesis/database';
import { RequestCounts, ShareRequestCounts, limitRates, serve } from '@anamnesis/http';
import { NestLogger, createLogger } from '@anamnesis/logging';
import type { MailOptions } from '@anamnesis/mail';
import { openKeyRing } from '@anamnesis/sign-in';
import { FindFirstClinic, type FirstClinic, MakeFirstClinic } from '@anamnesis/users';
import { AllInOneModule } from './all-in-one.module';

export interface AllInOneSettings {
  readonly databaseUrl: string;
  readonly extractionDatabaseUrl: string;
  readonly poolSize: number;
  readonly keysFolder: string;
  /** Where files of reports and releases are kept: file:///… */
  readonly storageUrl: string;
  readonly chartCacheMegabytes: number;
  readonly mail: MailOptions;
  /** As links in mails name it. */
  readonly publicUrl: string;
  readonly redisUrl?: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly trustedProxies: string;
  readonly requestsPerMinute: number;
  readonly logLevel: Parameters<typeof createLogger>[0]['level'];
  readonly production: boolean;
  readonly staffSecondFactor: boolean | undefined;
  readonly idleMinutesStaff: number;
  readonly idleMinutesPatient: number;
}

export interface RunningClinic {
  readonly address: URL;
  /** 'made' at the first start of all, outside production. */
  readonly firstClinic: 'made' | 'there-already' | 'not-made';
  /** The clinic of the first start, with the accounts that a killed start has left out. For who serves a database alone. */
  completeFirstClinic(): Promise<FirstClinic | undefined>;
  close(): Promise<void>;
}

/** Serves the whole product from one process on a database that is there and migrated. */
export async function startAllInOne(settings: AllInOneSettings): Promise<RunningClinic> {
  const logger = createLogger({ name: 'all-in-one', level: settings.logLevel });
  const keyRing = await openKeyRing(settings.keysFolder);
  const requests = new RequestCounts(settings.requestsPerMinute);
  const { app, address } = await serve(
    AllInOneModule.forRoot({ ...settings, keyRing, logger }),
    {
      host: settings.host,
      port: settings.port,
      trustedProxies: settings.trustedProxies,
      logger,
      nestLogger: new NestLogger(logger),
      routes: routeTable,
      documentation: 'own',
      stoppedBy: 'caller',
      front: (fastify) => limitRates(fastify, requests),
    },
  );
  const shared = new ShareRequestCounts(requests, app.get(Database), logger);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const firstClinic = settings.production ? 'not-made' : await app.get(MakeFirstClinic).execute(timeZone);
  const completeFirstClinic = async () => {
    await app.get(MakeFirstClinic).complete(timeZone);
    return app.get(FindFirstClinic).execute();
  };
  return { address, firstClinic, completeFirstClinic, close: () => shared.stop().finally(() => app.close()) };
}
