import autocannon from 'autocannon';

export interface Target {
  readonly origin: string;
  readonly requests: readonly { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests a second that were answered with success. @throws when any was not: a refusal is cheap, and would flatter */
export async function load({ origin, requests, headers = {} }: Target, connections: number, seconds: number): Promise<number> {
  // Each request draws its own: walked through in order, all connections would be at the same patient at the same time, and wait for each other.
  const setupRequest = (request: autocannon.Request): autocannon.Request => ({ ...request, ...requests[Math.floor(Math.random() * requests.length)] });
  const result = await autocannon({ url: origin, connections, duration: seconds, headers: { 'content-type': 'application/json', ...headers }, requests: [{ setupRequest }] });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${origin}${requests[0]?.path ?? ''}: ${String(result.non2xx)} refusals and ${String(result.errors)} errors among ${String(result.requests.total)}`);
  return result.requests.total / result.duration;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
