import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { Client } from '../client';
import { startLoadBalancer } from '../topology/load-balancer';
import { type AppProcess, freePort, ready, stopApp } from '../topology/processes';

/** Stands where an instance stands, and remembers what came to it: the product itself does not tell which of its instances answered. */
interface StandIn {
  readonly port: number;
  readonly got: { method: string; path: string; headers: IncomingMessage['headers']; bytes: number }[];
  /** What it does with a request that it has read whole. */
  answer: (response: ServerResponse) => void;
  close(): void;
}

async function standIn(): Promise<StandIn> {
  const server: Server = createServer((message, response) => {
    let bytes = 0;
    message.on('data', (piece: Buffer) => (bytes += piece.length));
    message.on('end', () => {
      if (message.url !== '/health/ready') one.got.push({ method: message.method ?? '', path: message.url ?? '', headers: message.headers, bytes });
      one.answer(response);
    });
  });
  // As the product has it (serve.ts): else a connection breaks as the load balancer uses it again.
  server.keepAliveTimeout = 72_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const one: StandIn = {
    port,
    got: [],
    answer: (response) => void response.end('{}'),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return one;
}

const breaksOff = (response: ServerResponse): void => void response.destroy();

let folder: string;
let nginx: AppProcess;
let first: StandIn;
let second: StandIn;
let address: string;
let client: Client;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anamnesis-balancer-'));
  [first, second] = [await standIn(), await standIn()];
  const port = await freePort();
  nginx = startLoadBalancer(join(folder, 'own'), port, [first.port, second.port]);
  address = `http://127.0.0.1:${String(port)}`;
  client = new Client(address);
  await ready(nginx, address);
});

afterEach(async () => {
  await stopApp(nginx);
  for (const one of [first, second]) one.close();
  rmSync(folder, { recursive: true });
});

const patients = Array.from({ length: 40 }, () => v7());

/** A patient whose requests come to this instance. */
async function patientOf(wanted: StandIn): Promise<string> {
  for (const patient of patients) {
    const before = wanted.got.length;
    await client.get(`/patients/${patient}`);
    if (wanted.got.length > before) return patient;
  }
  throw new Error('No patient of forty came to this instance');
}

describe('the load balancer', () => {
  it('keeps the requests of one patient on one instance, and gives patients to both', async () => {
    for (const patient of patients) for (const path of ['', '/chart', '/visits?limit=2']) await client.get(`/patients/${patient}${path}`);
    const seen = [first, second].map(({ got }) => new Set(got.map(({ path }) => path.slice('/patients/'.length, 45))));
    expect(seen[0]!.size + seen[1]!.size).toBe(patients.length);
    for (const { size } of seen) expect(size).toBeGreaterThan(5);
  });

  it('spreads what is of no one patient', async () => {
    for (let number = 0; number < 40; number += 1) await client.get(number % 2 === 0 ? '/patients?search=x' : '/measure-types');
    for (const { got } of [first, second]) expect(got.length).toBeGreaterThan(5);
  });

  it('moves the patients of an instance that can not be reached, for reading and writing, and no others', async () => {
    const [moved, staying] = [await patientOf(first), await patientOf(second)];
    first.close();
    const statuses = await Promise.all([client.get(`/patients/${moved}`), client.post(`/patients/${moved}/visits`, {}), client.get(`/patients/${staying}`)]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('repeats a read elsewhere when an instance breaks off, and never what would be done twice', async () => {
    const patient = await patientOf(first);
    first.answer = breaksOff;
    [first.got.length, second.got.length] = [0, 0];
    expect((await client.get(`/patients/${patient}/chart`)).status).toBe(200);
    for (const method of ['POST', 'PATCH']) {
      const answer = await client.call(method, `/patients/${patient}/visits`, { body: {} });
      expect([answer.status, answer.body['code'], answer.headers.get('content-type')]).toEqual([503, 'service.unavailable', 'application/problem+json']);
    }
    expect(first.got.map(({ method }) => method)).toEqual(['GET', 'POST', 'PATCH']);
    expect(second.got.map(({ method }) => method)).toEqual(['GET']);
  });

  it('hands on an answer as it is, also an error, and asks nobody else', async () => {
    const patient = await patientOf(first);
    first.answer = (response) => void response.writeHead(503, { 'content-type': 'application/problem+json' }).end('{"code":"health.not-ready"}');
    second.got.length = 0;
    expect((await client.get(`/patients/${patient}`)).body).toEqual({ code: 'health.not-ready' });
    expect(second.got).toEqual([]);
  });

  it('says so in the form of all problems when there is no instance', async () => {
    for (const one of [first, second]) one.close();
    const { status, body, headers } = await client.get('/me', { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' });
    expect([status, body['code'], body['traceId'], headers.get('cache-control')]).toEqual([503, 'service.unavailable', '4bf92f3577b34da6a3ce929d0e0e4736', 'no-store']);
  });

  it('adds the address that a request came from, and lets a caller claim no other host', async () => {
    await client.get('/me', { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.example', forwarded: 'for=203.0.113.9' });
    const [{ headers } = { headers: {} }] = [...first.got, ...second.got];
    expect(headers).toMatchObject({ 'x-forwarded-for': '203.0.113.9, 127.0.0.1', 'x-forwarded-proto': 'http', host: new URL(address).host });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-forwarded-host']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['forwarded']));
  });

  it('refuses a body that the product would refuse, and writes neither body nor answer to its disk', async () => {
    // What it could write to: without these folders, a body or an answer on its way there would fail.
    for (const place of ['body', 'proxy']) rmSync(join(folder, 'own', place), { recursive: true });
    const large = 'x'.repeat(1024 * 1024);
    expect((await client.call('POST', '/patients', { text: large })).status).toBe(200);
    const refused = await client.call('POST', '/patients', { text: `${large}x` });
    expect([refused.status, refused.body['code']]).toEqual([413, 'request.too-large']);
    const pieces = new ReadableStream({
      start(controller) {
        for (let at = 0; at < 16; at += 1) controller.enqueue(Buffer.from(large.slice(0, 60_000)));
        controller.close();
      },
    });
    expect((await fetch(new URL('/patients', address), { method: 'POST', body: pieces, duplex: 'half' })).status).toBe(200);
    expect([...first.got, ...second.got].map(({ bytes }) => bytes).sort()).toEqual([1024 * 1024, 960_000]);

    const file = Buffer.alloc(32 * 1024 * 1024, 'y');
    for (const one of [first, second]) one.answer = (response) => void response.end(file);
    expect(await slowly(`${address}/file`)).toBe(file.length);
  });

  it('passes events on as they come', async () => {
    const ends: (() => void)[] = [];
    for (const one of [first, second]) {
      one.answer = (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }).write('data: 1\n\n');
        ends.push(() => void response.end('data: 2\n\n'));
      };
    }
    const reader = (await fetch(`${address}/progress`)).body!.getReader();
    expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe('data: 1\n\n');
    for (const end of ends) end();
    expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe('data: 2\n\n');
  });

  it('notes what failed, without address, URL or body', async () => {
    const patient = await patientOf(first);
    first.answer = breaksOff;
    await client.get(`/patients/${patient}`, { 'x-forwarded-for': '203.0.113.9' });
    await client.post(`/patients/${patient}/visits`, { note: 'Zebulon' });
    await stopApp(nginx);
    const log = readFileSync(join(folder, 'own', 'failures.log'), 'utf8');
    // Each of nginx's processes writes its line after it has answered: two requests, one after the other, may be noted the other way round.
    const notes = log.trim().split('\n').map((line) => JSON.parse(line) as { status: number; answered: string });
    expect(notes.map(({ status, answered }) => `${status} of ${answered}`).sort()).toEqual(['200 of 502, 200', '503 of 502']);
    for (const told of [patient, 'patients', 'Zebulon', '203.0.113.9']) expect(log).not.toContain(told);
  });
});

/** Reads as one on a bad line does. @returns how many bytes came */
function slowly(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    request(url, (response) => {
      response.on('data', (piece: Buffer) => (bytes += piece.length));
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
      response.pause();
      setTimeout(() => response.resume(), 500);
    })
      .on('error', reject)
      .end();
  });
}
