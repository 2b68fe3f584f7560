import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { routeTable } from '@anamnesis/access';
import { readConfiguration, runProcess } from '@anamnesis/configuration';
import { RequestCounts, httpSettings, limitRates, proxyRoutes, serve } from '@anamnesis/http';
import { NestLogger, createLogger, loggingSettings } from '@anamnesis/logging';
import { AccessTokenVerifier, admit, publicKeySettings } from '@anamnesis/sign-in';
import { z } from 'zod';
import { GatewayModule } from './gateway.module';

const gatewaySettings = {
  /** The user service's address, as the gateway reaches it. */
  USER_SERVICE_URL: z.url(),
  /** The visit service's address, as the gateway reaches it. */
  VISIT_SERVICE_URL: z.url(),
};

runProcess(async () => {
  const settings = readConfiguration({ ...httpSettings, ...loggingSettings, ...publicKeySettings, ...gatewaySettings }, process.env);
  const logger = createLogger({ name: 'gateway', level: settings.LOG_LEVEL });
  const publicKeys = { url: new URL(settings.JWKS_URL) };
  const verifier = new AccessTokenVerifier(publicKeys);
  const upstreams = { user: new URL(settings.USER_SERVICE_URL), visit: new URL(settings.VISIT_SERVICE_URL) };
  // Written from all-in-one's routes, which are the same; the suite fails when it is not current.
  const documentation = JSON.parse(await readFile(join(__dirname, '../../../docs/generated/openapi.json'), 'utf8')) as OpenAPIObject;

  await serve(GatewayModule.forRoot(publicKeys), {
    host: settings.HOST,
    port: settings.PORT,
    trustedProxies: settings.TRUSTED_PROXIES,
    logger,
    nestLogger: new NestLogger(logger),
    routes: routeTable,
    documentation,
    front: async (fastify) => {
      await limitRates(fastify, new RequestCounts(settings.RATE_LIMIT_PER_MINUTE));
      const routes = routeTable.flatMap((route) => (route.service === 'each' ? [] : [{ ...route, upstream: upstreams[route.service] }]));
      await proxyRoutes(fastify, routes, (request, callers) => admit(verifier, request.headers.authorization, callers));
    },
  });
});
