import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { ConfigurationError, readConfiguration } from '@anamnesis/configuration';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FileStore } from './file-store';
import { FileKeyInvalid, FileUnknown, StorageUnusable } from './storage.errors';
import { StorageModule } from './storage.module';
import { storageSettings } from './storage-settings';

let folder: string;
let application: INestApplicationContext;
let files: FileStore;

const startedWith = (url: string) => NestFactory.createApplicationContext(StorageModule.forRoot({ url }), { logger: false, abortOnError: false });

async function start(): Promise<void> {
  application = await startedWith(pathToFileURL(folder).href);
  files = application.get(FileStore);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-store-'));
  await start();
});

afterEach(async () => {
  await application.close();
  await rm(folder, { recursive: true });
});

const sha256 = (contents: string) => createHash('sha256').update(contents).digest('hex');

describe('putting a file', () => {
  it('keeps a buffer, and tells its size and hash', async () => {
    await expect(files.put('a/b/c.txt', Buffer.from('Grüße'))).resolves.toEqual({ bytes: 7, sha256: sha256('Grüße') });
    expect(await text(await files.read('a/b/c.txt'))).toBe('Grüße');
  });

  it('keeps a stream of many chunks', async () => {
    const chunks = Array.from({ length: 300 }, (_, index) => String(index).repeat(1000));
    const stored = await files.put('long', Readable.from(chunks));
    expect(stored).toEqual({ bytes: chunks.join('').length, sha256: sha256(chunks.join('')) });
    expect(await text(await files.read('long'))).toBe(chunks.join(''));
  });

  it('keeps an empty file', async () => {
    await expect(files.put('empty', Buffer.alloc(0))).resolves.toMatchObject({ bytes: 0 });
    expect(await text(await files.read('empty'))).toBe('');
  });

  it('replaces the one that is there', async () => {
    await files.put('one', Buffer.from('the first, longer'));
    await files.put('one', Buffer.from('the second'));
    expect(await text(await files.read('one'))).toBe('the second');
  });

  it('leaves the old one, and nothing besides, when the stream breaks off', async () => {
    await files.put('one', Buffer.from('the first'));
    const breaking = Readable.from(
      (function* () {
        yield 'half of the ';
        throw new Error('The source is gone.');
      })(),
    );
    await expect(files.put('one', breaking)).rejects.toThrow('The source is gone.');
    expect(await text(await files.read('one'))).toBe('the first');
    expect(await readdir(join(folder, '.unfinished'))).toEqual([]);
  });

  it('shows a reader the old file or the new one, never a part', async () => {
    await files.put('one', Buffer.from('the first'));
    const slow = Readable.from(
      (async function* () {
        yield 'the ';
        expect(await readFile(join(folder, 'one'), 'utf8')).toBe('the first');
        yield 'second';
      })(),
    );
    await files.put('one', slow);
    expect(await readFile(join(folder, 'one'), 'utf8')).toBe('the second');
  });

  it('lets no other user of the machine read it', async () => {
    await files.put('a/one', Buffer.from('mine'));
    expect((await stat(join(folder, 'a/one'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
  });
});

describe('a file that is called by what it holds', () => {
  it('stands under the hash of its contents, also when they come as a stream', async () => {
    const stored = await files.putByContent('studies/one', Readable.from(['a', 'b']));
    expect(stored).toEqual({ bytes: 2, sha256: sha256('ab') });
    expect(await text(await files.read(`studies/one/${sha256('ab')}`))).toBe('ab');
  });

  it('is listed in its folder, without those of other folders; a folder that is not there is empty', async () => {
    await files.putByContent('studies/one', Buffer.from('a'));
    await files.putByContent('studies/one', Buffer.from('a'));
    await files.putByContent('studies/one/deeper', Buffer.from('b'));
    await files.putByContent('studies/two', Buffer.from('c'));
    expect(await files.keysIn('studies/one')).toEqual([`studies/one/${sha256('a')}`]);
    expect(await files.keysIn('studies/three')).toEqual([]);
  });

  it('leaves nothing when the stream breaks off', async () => {
    const broken = Readable.from((async function* () {
      yield 'a';
      await Promise.reject(new Error('broken off'));
    })());
    await expect(files.putByContent('studies/one', broken)).rejects.toThrow('broken off');
    expect(await files.keysIn('studies/one')).toEqual([]);
    expect(await readdir(join(folder, '.unfinished'))).toEqual([]);
  });
});

describe('reading a file', () => {
  beforeEach(() => files.put('digits', Buffer.from('0123456789')));

  it('tells how long it is, and that there is none', async () => {
    expect(await files.bytesOf('digits')).toBe(10);
    await expect(files.bytesOf('letters')).rejects.toThrow(FileUnknown);
  });

  it.each([
    ['the middle', { first: 2, last: 4 }, '234'],
    ['from somewhere to the end', { first: 7 }, '789'],
    ['beyond the end', { first: 8, last: 100 }, '89'],
  ])('gives a part of it: %s', async (_, range, expected) => {
    expect(await text(await files.read('digits', range))).toBe(expected);
  });

  it('says at once that there is none', async () => {
    await expect(files.read('none')).rejects.toThrow(FileUnknown);
    await expect(files.read('digits/below-a-file')).rejects.toThrow(FileUnknown);
  });

  it('tells whether it is there, and removes it, also twice', async () => {
    expect(await files.exists('digits')).toBe(true);
    await files.remove('digits');
    await files.remove('digits');
    expect(await files.exists('digits')).toBe(false);
  });
});

describe('a key', () => {
  const tooLong = Array(201).fill('ab').join('/');

  it.each(['', '/', '..', '../out', 'a/../../out', '/etc/passwd', 'a//b', 'a/', './a', '.unfinished/x', 'a\\..\\b', 'a\0b', 'a b', 'ä'])(
    'is refused when it could lead elsewhere: %j',
    refused,
  );

  it('is refused when it is longer than folders can hold', async () => {
    await refused('x'.repeat(201));
    await refused(tooLong);
  });

  async function refused(key: string): Promise<void> {
    await expect(files.put(key, Buffer.from('x'))).rejects.toThrow(FileKeyInvalid);
    await expect(files.read(key)).rejects.toThrow(FileKeyInvalid);
    await expect(files.exists(key)).rejects.toThrow(FileKeyInvalid);
    await expect(files.remove(key)).rejects.toThrow(FileKeyInvalid);
  }
});

describe('a start', () => {
  it('removes what was left unfinished more than a day ago, and not what may be being written', async () => {
    await writeFile(join(folder, '.unfinished/old'), 'half');
    await writeFile(join(folder, '.unfinished/new'), 'half');
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    await utimes(join(folder, '.unfinished/old'), twoDaysAgo, twoDaysAgo);
    await application.close();
    await start();
    expect(await readdir(join(folder, '.unfinished'))).toEqual(['new']);
  });

  it.each(['s3://bucket', 'https://example.org/files', '/var/files', 'file://server/share', 'file:///'])('refuses to keep files in %s, in one sentence', async (url) => {
    expect(() => readConfiguration(storageSettings, { STORAGE_URL: url })).toThrow(ConfigurationError);
    await expect(startedWith(url)).rejects.toThrow(StorageUnusable);
  });

  it('leaves the folder to the app where none is set', () => {
    expect(readConfiguration(storageSettings, {})).toEqual({});
  });
});
