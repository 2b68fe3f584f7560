import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { FolderMailer } from './folder.mailer';
import { MailNotTaken, MailRefused } from './mail.errors';
import { mailSettings } from './mail-settings';
import { SmtpMailer } from './smtp.mailer';

const from = 'Lindenhof <no-reply@lindenhof.example>';
const mail = { id: '0198c0de-0000-7000-8000-000000000001', to: 'johanna@example.org', subject: 'Grüße, 李明', text: 'Go on here:\n\nhttps://clinic.example/confirm#aGVsbG8-d29ybGQ_aGVsbG8td29ybGRfaGVsbG8td29ybGRfaGVsbG8td29ybGQ\n', language: 'de' };
type Options = NonNullable<ConstructorParameters<typeof SMTPServer>[0]>;

const open: { close(done?: () => void): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => new Promise<void>((closed) => server.close(() => closed())))));

/** A real server, and what it has taken. */
async function aServer(options: Options = {}): Promise<{ port: number; taken: { to: string[]; secure: boolean; user: unknown; text: string }[] }> {
  const taken: { to: string[]; secure: boolean; user: unknown; text: string }[] = [];
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => (password === 'let me / in' ? done(null, { user: username ?? '' }) : done(new Error('no'))),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), secure: session.secure, user: session.user, text: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  // A client that does not trust it goes away.
  server.on('error', () => undefined);
  open.push(server);
  const listening = server.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  return { port: (listening.address() as AddressInfo).port, taken };
}

const plain = (port: number, patience?: number) => new SmtpMailer(new URL(`smtp+plain://127.0.0.1:${String(port)}`), from, patience);

describe('by SMTP', () => {
  it('a mail arrives as it was written, once, and says that a machine wrote it', async () => {
    const { port, taken } = await aServer();
    await plain(port).send(mail);
    expect(taken.map(({ to }) => to)).toEqual([['johanna@example.org']]);
    const [{ text } = { text: '' }] = taken;
    expect(text).toContain('From: Lindenhof <no-reply@lindenhof.example>');
    expect(text).toContain(`Message-ID: <${mail.id}@lindenhof.example>`);
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('Content-Language: de');
    expect(text.replaceAll('=\r\n', '')).toContain(mail.text.trim().split('\n').at(-1));
  });

  it('a mail goes to the one address that was given, whatever stands in it', async () => {
    const { port, taken } = await aServer();
    await plain(port).send({ ...mail, to: '"a, b@evil.example"@example.org', subject: 'One\r\nBcc: c@evil.example' }).catch(() => undefined);
    expect(taken.flatMap(({ to }) => to).filter((address) => address.endsWith('evil.example'))).toEqual([]);
    expect(taken.map(({ text }) => /^Bcc:/m.test(text))).not.toContain(true);
  });

  it('signs in with what the URL says', async () => {
    const { port, taken } = await aServer({ allowInsecureAuth: true });
    const as = (password: string) => new SmtpMailer(new URL(`smtp+plain://clinic:${encodeURIComponent(password)}@127.0.0.1:${String(port)}`), from);
    await as('let me / in').send(mail);
    expect(taken.map(({ user }) => user)).toEqual(['clinic']);
    // Tried again: an operator puts it right, and the mails are not lost meanwhile.
    await expect(as('wrong').send(mail)).rejects.toThrow(MailNotTaken);
  });

  it('sends nothing to a server that offers no TLS, or one with a certificate of nobody, unless the URL says so', async () => {
    const without = await aServer({ disabledCommands: ['STARTTLS'] });
    await expect(new SmtpMailer(new URL(`smtp://127.0.0.1:${String(without.port)}`), from).send(mail)).rejects.toThrow(MailNotTaken);
    const selfSigned = await aServer();
    await expect(new SmtpMailer(new URL(`smtp://127.0.0.1:${String(selfSigned.port)}`), from).send(mail)).rejects.toThrow(MailNotTaken);
    const secure = await aServer({ secure: true });
    await expect(new SmtpMailer(new URL(`smtps://127.0.0.1:${String(secure.port)}`), from).send(mail)).rejects.toThrow(MailNotTaken);
    expect([...without.taken, ...selfSigned.taken, ...secure.taken]).toEqual([]);
  });

  it('tries again where the server is away, says "later", breaks off, or does not answer', async () => {
    const later = await aServer({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error('greylisted johanna@example.org'), { responseCode: 451 })) });
    const slow = await aServer({ onData: (stream) => void stream.resume() });
    const silent = await bare(() => undefined);
    const breaking = await bare((socket) => socket.destroy());
    for (const port of [9, later.port, slow.port, silent, breaking]) {
      const error = await plain(port, 300).send(mail).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MailNotTaken);
      expect(JSON.stringify([String(error), (error as Error).cause ?? null])).not.toContain('johanna');
    }
  });

  it('gives up where the server refuses the address or the mail for good', async () => {
    const refusing = (step: 'onRcptTo' | 'onData') => aServer({ [step]: (_given: unknown, _session: unknown, done: (error: Error) => void) => {
      if (step === 'onData') (_given as NodeJS.ReadableStream).resume();
      done(Object.assign(new Error('no such mailbox: johanna@example.org'), { responseCode: 550 }));
    } });
    for (const { port } of [await refusing('onRcptTo'), await refusing('onData')]) {
      const error = await plain(port).send(mail).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(MailRefused);
      expect(String(error)).not.toContain('johanna');
    }
  });
});

/** What listens without speaking SMTP. */
async function bare(onConnect: (socket: { destroy(): unknown }) => void): Promise<number> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnect(socket);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  open.push({
    close(done) {
      for (const socket of sockets) socket.destroy();
      server.close(() => done?.());
    },
  });
  return (server.address() as AddressInfo).port;
}

describe('into a folder', () => {
  it('each mail is one file, readable by the service alone, also when it is sent twice at once', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'anamnesis-mail-')), 'mail');
    const mailer = new FolderMailer(folder, from);
    await Promise.all([mailer.send(mail), mailer.send(mail), new FolderMailer(folder, from).send(mail)]);
    expect(await readdir(folder)).toEqual([`${mail.id}.eml`]);
    const file = join(folder, `${mail.id}.eml`);
    expect([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777]).toEqual([0o600, 0o700]);
    const text = await readFile(file, 'utf8');
    expect(text).toContain('To: johanna@example.org');
    expect(text.replaceAll('=\n', '')).toContain('https://clinic.example/confirm#aGVsbG8-d29ybGQ_aGVsbG8td29ybGRfaGVsbG8td29ybGRfaGVsbG8td29ybGQ');
    await rm(folder, { recursive: true });
  });

  it('sentences are as wide as mails are, and a link of the usual length stays in one piece', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anamnesis-mail-'));
    const sentence = 'Somebody, probably you, registered with this e-mail address, which is a long sentence that goes on and on and on until it has three lines of its own.';
    const link = `http://localhost:3000/confirm#${'A_-b'.repeat(10)}abc`;
    await new FolderMailer(folder, from).send({ ...mail, text: `${sentence}\n\n${link}\n` });
    const text = await readFile(join(folder, `${mail.id}.eml`), 'utf8');
    const lines = text.slice(text.indexOf('\n\n') + 2).split('\n');
    expect([lines.slice(0, 3).join(' '), lines[4]]).toEqual([sentence, link]);
    expect(Math.max(...lines.slice(0, 3).map(({ length }) => length))).toBeLessThanOrEqual(72);
    await rm(folder, { recursive: true });
  });
});

it('settings name a server or a folder, and an address that is one', () => {
  const good = (settings: object) => [mailSettings.MAIL_URL, mailSettings.MAIL_FROM].every((schema, at) => schema.safeParse(Object.values(settings)[at]).success);
  expect(good({ url: 'smtps://user:secret@mail.example', from: 'Clinic <no-reply@clinic.example>' })).toBe(true);
  expect(good({ url: 'file:///var/mail', from: 'no-reply@clinic.example' })).toBe(true);
  for (const url of ['mail.example', 'http://mail.example', '']) expect(good({ url, from: 'no-reply@clinic.example' })).toBe(false);
  for (const from of ['Clinic', 'a@b\r\nBcc: c@d', 'Clinic <a@b> <c@d>']) expect(good({ url: 'file:///var/mail', from })).toBe(false);
});
