import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestLogger, createLogger } from '@anamnesis/logging';
import { z } from 'zod';
import { RouteUndeclared } from './route-check';
import { createApp } from './serve';
import { ReadVersion } from './versions';

const body = z.strictObject({ name: z.string() });

@Controller()
class GreetingController {
  @Get('/greeting')
  greet(): { text: string } {
    return { text: 'hello' };
  }

  @Post('/greeting')
  greetSomebody(@Body({ schema: body }) { name }: z.infer<typeof body>): { text: string } {
    if (name === 'nobody') throw new Error('there is nobody called nobody');
    return { text: `hello ${name}` };
  }

  @Post('/greeting/change')
  change(@ReadVersion() version: number): { version: number } {
    return { version };
  }
}

@Module({ controllers: [GreetingController] })
class GreetingModule {}

const routes = [{ method: 'GET', path: '/greeting' }, { method: 'POST', path: '/greeting' }, { method: 'POST', path: '/greeting/change' }];
const logger = createLogger({ name: 'test', level: 'silent' });

async function anApp(declared = routes) {
  const app = await createApp(GreetingModule, { trustedProxies: '127.0.0.1', logger, nestLogger: new NestLogger(logger), routes: declared, documentation: 'own' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe('a process that serves', () => {
  it('does not start with a route that nobody declared', async () => {
    await expect(anApp(routes.slice(0, 1))).rejects.toThrow(RouteUndeclared);
  });

  it('lets no cache keep an answer, and no browser guess its type', async () => {
    const app = await anApp();
    const { headers } = await app.inject('/greeting');
    expect([headers['cache-control'], headers['x-content-type-options']]).toEqual(['no-store', 'nosniff']);
    await app.close();
  });

  it('answers each kind of bad request with a problem', async () => {
    const app = await anApp();
    const post = async (payload: string, type = 'application/json') => {
      const answer = await app.inject({ method: 'POST', url: '/greeting', payload, headers: { 'content-type': type } });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      return [answer.statusCode, (JSON.parse(answer.payload) as { code: string }).code];
    };
    expect(await post('{"name": 7}')).toEqual([422, 'request.invalid']);
    expect(await post('{"name"')).toEqual([400, 'request.malformed']);
    expect(await post('name=x', 'text/csv')).toEqual([415, 'request.unsupported-media-type']);
    expect(await post(JSON.stringify({ name: 'x'.repeat(2_000_000) }))).toEqual([413, 'request.too-large']);
    expect(await post('{"name": "nobody"}')).toEqual([500, 'internal']);
    expect(JSON.parse((await app.inject('/nowhere')).payload)).toMatchObject({ status: 404, code: 'route.unknown' });
    await app.close();
  });

  it('goes on with the caller\'s trace', async () => {
    const app = await anApp();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await app.inject({ method: 'POST', url: '/greeting', payload: '{}', headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-00f067aa0ba902b7-01` } });
    expect(JSON.parse(answer.payload)).toMatchObject({ traceId });
    await app.close();
  });

  it('asks for the version that was read before it changes anything', async () => {
    const app = await anApp();
    const change = async (headers: Record<string, string>) => JSON.parse((await app.inject({ method: 'POST', url: '/greeting/change', headers })).payload) as Record<string, unknown>;
    expect(await change({})).toMatchObject({ status: 428, code: 'version.missing' });
    expect(await change({ 'if-match': '*' })).toMatchObject({ status: 428 });
    expect(await change({ 'if-match': '"3"' })).toEqual({ version: 3 });
    await app.close();
  });

  it('describes its routes', async () => {
    const app = await anApp();
    const document = JSON.parse((await app.inject('/openapi.json')).payload) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual(['/greeting', '/greeting/change']);
    expect((await app.inject('/docs')).statusCode).toBe(200);
    await app.close();
  });
});
