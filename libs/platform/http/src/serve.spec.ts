import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, Get, Module, Post, Sse } from '@nestjs/common';
import { NestLogger, createLogger } from '@anamnesis/logging';
import { NEVER, type Observable } from 'rxjs';
import { z } from 'zod';
import { RouteUndeclared } from './route-check';
import { createApp, serve } from './serve';
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

  @Get('/greeting/slow')
  async greetSlowly(): Promise<{ text: string }> {
    await pause(300);
    return { text: 'hello' };
  }

  @Sse('/greeting/stream')
  greetEndlessly(): Observable<never> {
    return NEVER;
  }

  @Post('/greeting/change')
  change(@ReadVersion() version: number): { version: number } {
    return { version };
  }
}

@Module({ controllers: [GreetingController] })
class GreetingModule {}

const routes = [{ method: 'GET', path: '/greeting' }, { method: 'POST', path: '/greeting' }, { method: 'POST', path: '/greeting/change' }, { method: 'GET', path: '/greeting/slow' }, { method: 'GET', path: '/greeting/stream' }];
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

  it('keeps a silent connection for longer than the load balancer does', async () => {
    const app = await anApp();
    const balancer = readFileSync(join(__dirname, '../../../../deploy/load-balancer/nginx.conf'), 'utf8');
    const kept = /^ *keepalive_timeout (\d+)s;$/m.exec(balancer)?.[1];
    expect((app.getHttpServer()).keepAliveTimeout).toBeGreaterThan(Number(kept) * 1000 + 5000);
    await app.close();
  });

  it('describes its routes', async () => {
    const app = await anApp();
    const document = JSON.parse((await app.inject('/openapi.json')).payload) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual(['/greeting', '/greeting/change', '/greeting/slow', '/greeting/stream']);
    expect((await app.inject('/docs')).statusCode).toBe(200);
    await app.close();
  });
});

describe('a body that is too large', () => {
  const aMegabyte = Buffer.alloc(1024 * 1024, ' ');

  it('is refused in words also to who goes on sending', async () => {
    const { app, address } = await serve(GreetingModule, { host: '127.0.0.1', port: 0, trustedProxies: '127.0.0.1', logger, nestLogger: new NestLogger(logger), routes, documentation: 'none' });
    const socket = connect(Number(address.port), address.hostname);
    const answers = socket.setEncoding('latin1')[Symbol.asyncIterator]() as AsyncIterator<string>;
    const status = async (): Promise<string | undefined> => String((await answers.next()).value).split('\r\n')[0];
    socket.write(`POST /greeting HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: ${String(2 * aMegabyte.length)}\r\n\r\n`);
    socket.write(aMegabyte);
    expect(await status()).toBe('HTTP/1.1 413 Payload Too Large');
    // What a client does that has not looked yet: it sends the rest, and then its next request.
    socket.write(aMegabyte);
    socket.write('GET /greeting HTTP/1.1\r\nhost: here\r\n\r\n');
    expect(await status()).toBe('HTTP/1.1 200 OK');
    socket.destroy();
    await app.close();
  });
});

describe('a process that is told to stop', () => {
  const agents: Agent[] = [];
  afterAll(() => {
    for (const agent of agents) agent.destroy();
  });

  const listening = (stopPatienceMs: number) =>
    serve(GreetingModule, {
      host: '127.0.0.1', port: 0, stopPatienceMs, trustedProxies: '127.0.0.1', logger, nestLogger: new NestLogger(logger), routes, documentation: 'none',
      // What else a process does before it stops listening.
      front: async (fastify) => void fastify.addHook('preClose', (done) => void setTimeout(done, 600)),
    });

  /** Asks again and again on one connection. */
  function caller(address: URL): (path: string) => Promise<IncomingMessage> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(agent);
    return (path) => new Promise((resolve, reject) => void request(new URL(path, address), { agent }, resolve).on('error', reject).end());
  }

  it('answers who is connected, tells them that it was the last time, and is gone', async () => {
    const { app, address } = await listening(60_000);
    const [slow, kept] = [caller(address), caller(address)];
    (await kept('/greeting')).resume();
    const underWay = slow('/greeting/slow');
    await pause(50);
    const began = performance.now();
    const closed = app.close();
    await pause(50);
    for (const answer of [await kept('/greeting'), await underWay]) {
      answer.resume();
      expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
    }
    await closed;
    expect(performance.now() - began).toBeLessThan(3000);
    await expect(kept('/greeting')).rejects.toThrow('ECONNREFUSED');
  });

  it('breaks off a stream that has no end', async () => {
    const { app, address } = await listening(300);
    const stream = await caller(address)('/greeting/stream');
    const broken = new Promise((resolve) => void stream.once('error', resolve));
    stream.resume();
    await app.close();
    await broken;
  }, 5000);
});
