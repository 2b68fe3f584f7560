import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What goes over the wire, as it stands: headers, paths and bodies that no well-behaved client would send. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly raw?: string | Buffer;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

export function ask({ method, path, token, headers = {}, body, raw }: Asked, origin = process.env['E2E_ADDRESS'] ?? ''): Promise<Answered> {
  const { hostname, port } = new URL(origin);
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const head: Record<string, string | number> = {
    ...(sent === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const asked = request({ agent, hostname, port, method, path, headers: head }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(pieces);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text: bytes.toString('utf8') });
      });
    });
    asked.on('error', reject);
    asked.end(sent);
  });
}

/** From where nobody else asks (RFC 3849): what is counted, limited or locked by address is so for this one alone. */
export const fromElsewhere = (): { 'x-forwarded-for': string } => ({ 'x-forwarded-for': `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1` });

/** Of the service's own, and of the front. */
const different = ['date', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'connection', 'keep-alive', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];

/** All that a caller can tell from an answer, but what differs from one request to the next whatever is asked: the moment, the trace, the limiter's counters. */
export function told({ status, headers, text }: Answered): string {
  const kept = Object.entries(headers).filter(([name]) => !different.includes(name)).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([status, kept, text.replace(/"traceId":"[0-9a-f]{32}"/, '"traceId":""')]);
}
