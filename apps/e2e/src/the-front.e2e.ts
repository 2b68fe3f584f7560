import { Client, address, text } from './client';

/** Addresses that nobody else of the suite comes from. */
const from = (last: number) => ({ 'x-forwarded-for': `192.0.2.${String(last)}` });

describe('the front', () => {
  it('refuses a body that is too large as it refuses everything else, by a problem', async () => {
    const refused = await new Client(address()).call('POST', '/auth/login', { text: JSON.stringify({ username: 'x'.repeat(1024 * 1024) }) });
    expect([refused.status, refused.body['code'], refused.headers.get('content-type')?.split(';')[0]]).toEqual([413, 'request.too-large', 'application/problem+json']);
  });

  it('ends a body that does not tell its length when it becomes too large, and goes on serving', async () => {
    let pieces = 0;
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.alloc(64 * 1024, ' '));
        if ((pieces += 1) === 64) controller.close();
      },
    });
    const status = await fetch(new URL('/auth/login', address()), { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }).then((answer) => answer.status, () => 'broken off');
    // The gateway hears of it only when the service behind it breaks off.
    expect([413, 503, 'broken off']).toContain(status);
    for (let request = 0; request < 4; request += 1) expect((await new Client(address()).get('/health/live')).status).toBe(200);
  });

  it('passes events on as they come', async () => {
    const { accessToken } = (await new Client(address()).post('/auth/login', { username: 'doctor', password: 'a-clinic-to-try-out' })).body;
    const doctor = new Client(address(), text(accessToken));
    const patientId = text((await doctor.post('/patients', { names: [{ text: 'Watched' }] })).body['id']);
    let pieces: string[] = [];
    // A report that was made before anybody could watch tells nothing: then another is asked for.
    for (let attempt = 0; attempt < 10 && (pieces.length === 0 || pieces[0]?.includes('"done"')); attempt += 1) {
      const asked = await doctor.post(`/patients/${patientId}/reports`, { kind: 'health-summary', format: 'pdf' });
      const stream = await fetch(new URL(`${String(asked.headers.get('location'))}/progress`, address()), { headers: { authorization: `Bearer ${text(accessToken)}` } });
      pieces = [];
      const reader = stream.body!.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) pieces.push(Buffer.from(piece.value as Uint8Array).toString());
    }
    // What is held back until the end comes in one piece.
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces[0]).toContain('event: progress');
    expect(pieces[0]).not.toContain('"done"');
    expect(pieces.at(-1)).toContain('"status":"done"');
  });

  it('counts the requests of the address that the load balancer names, and says how many are left', async () => {
    const left = async (last: number): Promise<number> => Number((await new Client(address()).get('/health/live', from(last))).headers.get('ratelimit-remaining'));
    const limit = Number((await new Client(address()).get('/health/live', from(1))).headers.get('ratelimit-limit'));
    const [first, second, other] = [await left(2), await left(2), await left(3)];
    expect([first, other]).toEqual([limit - 1, limit - 1]);
    // Fewer by one, unless the other of two instances counted it, or a minute began.
    expect([limit - 1, limit - 2]).toContain(second);
  });
});
