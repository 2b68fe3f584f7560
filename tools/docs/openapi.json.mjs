/** The API's description, from all-in-one's own routes: the gateway shows this file, and a change of it is reviewed like one of code. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from '../workspace.mjs';

const require = createRequire(join(workspace, 'apps/all-in-one/dist/main.js'));
require('reflect-metadata');
const { NestFactory } = await import('@nestjs/core');
const { FastifyAdapter } = await import('@nestjs/platform-fastify');
const { AllInOneModule } = require('./all-in-one.module.js');
const { describeApi } = require('@anamnesis/http');
const { routeTable } = require('@anamnesis/access');
const { createLogger } = require('@anamnesis/logging');

// A preview makes no instances: no database is needed to know which routes there are.
const nothing = { databaseUrl: 'postgres://nobody@127.0.0.1/nothing', extractionDatabaseUrl: 'postgres://nobody@127.0.0.1/nothing', poolSize: 1, production: false, keyRing: { current: {}, publicKeys: [] }, storageUrl: 'file:///nowhere', mail: { url: 'file:///nowhere', from: 'nobody@localhost' }, publicUrl: 'http://localhost' };
const module = AllInOneModule.forRoot({ ...nothing, logger: createLogger({ name: 'docs', level: 'silent' }) });
const app = await NestFactory.create(module, new FastifyAdapter(), { preview: true, logger: ['error'] });
process.stdout.write(`${JSON.stringify(describeApi(app, routeTable), null, 2)}\n`, () => process.exit());
