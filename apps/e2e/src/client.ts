/** A client as a web or mobile application has one: an address, and perhaps a token. */
export class Client {
  constructor(
    private readonly address: string,
    private readonly token?: string,
  ) {}

  async call(method: string, path: string, options: { body?: unknown; headers?: Record<string, string>; text?: string } = {}): Promise<Answer> {
    const response = await fetch(new URL(path, this.address), {
      method,
      redirect: 'manual',
      headers: {
        ...(options.body === undefined && options.text === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...options.headers,
      },
      ...(options.text === undefined ? (options.body === undefined ? {} : { body: JSON.stringify(options.body) }) : { body: options.text }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes, body: parsed(response.headers.get('content-type'), bytes) };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', path, { body, headers });
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The JSON of it, where it is JSON. */
  readonly body: Json;
}

/** What came back: tests say what they expect of it. */
export interface Json {
  readonly [key: string]: Json;
}

/** What should be a list. @throws where it is none */
export function list(json: Json | undefined): readonly Json[] {
  if (!Array.isArray(json)) throw new Error(`A list was expected, not ${JSON.stringify(json)}`);
  return json as readonly Json[];
}

function parsed(type: string | null, bytes: Buffer): Json {
  return (type?.includes('json') && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined) as Json;
}

/** What should be words. @throws where it is something else */
export function text(json: Json | undefined): string {
  if (typeof json !== 'string') throw new Error(`Words were expected, not ${JSON.stringify(json)}`);
  return json;
}

export function address(): string {
  return process.env['E2E_ADDRESS'] ?? '';
}

/** Somebody of the demonstration clinic, signed in. */
export async function signedInAs(username: string, password = 'a-clinic-to-try-out'): Promise<Client> {
  const answer = await new Client(address()).post('/auth/login', { username, password });
  if (answer.status !== 200) throw new Error(`${username} could not sign in: ${String(answer.status)} ${answer.bytes.toString('utf8')}`);
  return new Client(address(), text(answer.body['accessToken']));
}
