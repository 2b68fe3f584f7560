import { Client, address, list, signedInAs, text } from './client';

const password = 'a-clinic-to-try-out';
const nobody = new Client(address());

describe('signing in', () => {
  it.each(['doctor', 'patient', 'admin', 'nurse', 'desk', 'researcher', 'auditor'])('lets the %s in, with the role in the answer and in /me', async (role) => {
    const answer = await nobody.post('/auth/login', { username: role, password });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ tokenType: 'Bearer', role, roles: [role], expiresIn: 600 });
    const me = await new Client(address(), text(answer.body['accessToken'])).get('/me');
    expect(me.body).toMatchObject({ username: role, role });
  });

  it('takes the name without regard to case and surrounding space', async () => {
    expect((await nobody.post('/auth/login', { username: ' DOCTOR ', password })).status).toBe(200);
  });

  it('answers a wrong password and a name that nobody has alike', async () => {
    const wrong = await nobody.post('/auth/login', { username: 'auditor', password: 'not the password at all' });
    const unknown = await nobody.post('/auth/login', { username: 'nobody-has-this-name', password: 'not the password at all' });
    expect(wrong.status).toBe(401);
    expect({ ...wrong.body, traceId: '' }).toEqual({ ...unknown.body, traceId: '' });
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('locks a name from an address after ten failures, with Retry-After, and no other name', async () => {
    const attempts = [];
    for (let attempt = 0; attempt < 11; attempt += 1) attempts.push(await nobody.post('/auth/login', { username: 'somebody-guesses', password: 'a wrong password' }));
    expect(attempts.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect(attempts[10]?.status).toBe(429);
    expect(Number(attempts[10]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await nobody.post('/auth/login', { username: 'doctor', password })).status).toBe(200);
  });

  it('refuses a role that the account does not hold', async () => {
    const answer = await nobody.post('/auth/login', { username: 'doctor', password, role: 'admin' });
    expect([answer.status, answer.body['code']]).toEqual([422, 'sign-in.role-not-held']);
  });
});

describe('refreshing', () => {
  const login = async () => (await nobody.post('/auth/login', { username: 'desk', password })).body;

  it('gives new tokens, and the new access token works', async () => {
    const { refreshToken } = await login();
    const renewed = await nobody.post('/auth/refresh', { refreshToken });
    expect(renewed.status).toBe(200);
    expect(renewed.body['refreshToken']).not.toBe(refreshToken);
    expect((await new Client(address(), text(renewed.body['accessToken'])).get('/me')).status).toBe(200);
  });

  it('ends the whole family when a token comes again after its successor was used', async () => {
    const { refreshToken: first } = await login();
    const { refreshToken: second } = (await nobody.post('/auth/refresh', { refreshToken: first })).body;
    const { refreshToken: third } = (await nobody.post('/auth/refresh', { refreshToken: second })).body;
    expect((await nobody.post('/auth/refresh', { refreshToken: first })).status).toBe(401);
    expect((await nobody.post('/auth/refresh', { refreshToken: third })).status).toBe(401);
  });

  it('forgives a lost answer: the same device may ask again while the successor is unused', async () => {
    const { refreshToken: first } = await login();
    const { refreshToken: lost } = (await nobody.post('/auth/refresh', { refreshToken: first })).body;
    const again = await nobody.post('/auth/refresh', { refreshToken: first });
    expect(again.status).toBe(200);
    expect((await nobody.post('/auth/refresh', { refreshToken: lost })).status).toBe(401);
  });

  it('does not forgive another device', async () => {
    const { refreshToken: first } = await login();
    await nobody.post('/auth/refresh', { refreshToken: first });
    expect((await nobody.post('/auth/refresh', { refreshToken: first }, { 'user-agent': 'somewhere else' })).status).toBe(401);
  });

  it('is over after signing out, for the access token too, a second later', async () => {
    const tokens = await login();
    const desk = new Client(address(), text(tokens['accessToken']));
    expect((await desk.post('/auth/logout', {})).status).toBe(204);
    expect((await nobody.post('/auth/refresh', { refreshToken: tokens['refreshToken'] })).status).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    // Of the user service, and of the visit service where that is another process.
    for (const path of ['/me', '/measure-types']) expect([path, (await desk.get(path)).status]).toEqual([path, 401]);
  });
});

describe('access tokens', () => {
  it('are refused when changed, unsigned or made for another algorithm', async () => {
    const token = text((await nobody.post('/auth/login', { username: 'doctor', password })).body['accessToken']);
    const [, payload, signature] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload ?? ''}.`;
    const otherAlgorithm = `${Buffer.from('{"alg":"HS256","typ":"at+jwt"}').toString('base64url')}.${payload ?? ''}.${signature ?? ''}`;
    for (const bad of [`${token}x`, unsigned, otherAlgorithm, 'nonsense']) expect((await new Client(address(), bad).get('/me')).status).toBe(401);
  });

  it('are checked with public keys only: the key set holds no private part', async () => {
    const { body } = await nobody.get('/.well-known/jwks.json');
    expect(body['keys']).toHaveLength(1);
    expect(list(body['keys']).flatMap((key) => Object.keys(key)).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('work for the one who was signed in', async () => {
    expect((await (await signedInAs('doctor')).get('/me')).body).toMatchObject({ username: 'doctor' });
  });
});
