import { testDatabase } from '@anamnesis/schema/testing';
import { Client } from 'pg';
import { aBigFolder, anImport, contents, smallExports, importInChild, type AFolder, type AnImport, type ChildProgress } from './testing';

jest.setTimeout(120_000);

interface Opened {
  readonly target: AnImport;
  readonly importerUrl: string;
  close(): Promise<void>;
}

async function open(): Promise<Opened> {
  const database = await testDatabase();
  const importerUrl = database.urlFor('anamnesis_importer');
  const target = await anImport(database.ownerUrl, importerUrl);
  return {
    target,
    importerUrl,
    close: async () => {
      await target.close();
      await database.drop();
    },
  };
}

/** Imports in a process of its own and kills it when it says that it has come so far. */
async function killedImport(folder: string, databaseUrl: string, when: (progress: ChildProgress) => boolean): Promise<void> {
  const { signal } = await importInChild(folder, databaseUrl, (progress, child) => {
    if (when(progress)) child.kill('SIGKILL');
  });
  expect(signal).toBe('SIGKILL');
}

describe('An interrupted import', () => {
  let folder: AFolder;
  let whole: Record<string, string>;

  beforeAll(async () => {
    // More than two batches, without ids and with equal rows: what is hardest to meet again.
    folder = await aBigFolder({ patients: 50, measures: 9000, withIds: false });
    const { target, close } = await open();
    await target.run(folder.path);
    whole = await contents(target);
    await close();
  });
  afterAll(() => folder.remove());

  it.each([
    ['while it finds out who was seen where', { doing: 'surveying', file: 'encounters.csv', read: 1 }],
    ['between patients and visits', { doing: 'loading', file: 'patients.csv', read: 1 }],
    ['amid the observations', { doing: 'loading', file: 'observations.csv', read: 4000 }],
  ])('goes on after kill -9 %s, and ends as if nothing had been', async (_, { doing, file, read }) => {
    const { target, importerUrl, close } = await open();
    await killedImport(folder.path, importerUrl, (progress) => progress.doing === doing && progress.file === file && progress.read >= read);
    const [before] = await target.sql<{ measures: number; primaries: number }>("SELECT (SELECT count(*) FROM measure)::integer AS measures, (SELECT count(*) FROM care_relation WHERE kind = 'primary')::integer AS primaries");
    expect(before?.primaries).toBe(0);
    const { files } = await target.run(folder.path);
    expect(files.find((one) => one.file === 'observations.csv')).toMatchObject({ read: 9900, loaded: 9900 - (before?.measures ?? 0), alreadyThere: before?.measures });
    expect(await contents(target)).toEqual(whole);
    await close();
  });

  it('ends after the batch at hand when it is told to, says so, and goes on in the next run', async () => {
    const { target, close } = await open();
    const stopping = new AbortController();
    const stopped = await target.run(folder.path, {
      signal: stopping.signal,
      onProgress: ({ file, doing }) => {
        if (doing === 'loading' && file === 'observations.csv') stopping.abort();
      },
    });
    expect(stopped.interrupted).toBe(true);
    expect(stopped.file('observations')).toMatchObject({ read: 4000, loaded: 4000 });
    expect((await target.run(folder.path)).file('observations')).toMatchObject({ read: 9900, loaded: 5900, alreadyThere: 4000 });
    expect(await contents(target)).toEqual(whole);
    await close();
  });

  it('says so when the database goes away, and nothing of the batch at hand stays', async () => {
    const { target, importerUrl, close } = await open();
    const other = new Client({ connectionString: importerUrl });
    await other.connect();
    const cuts: Promise<unknown>[] = [];
    const failing = target.run(folder.path, {
      onProgress: ({ file, doing }) => {
        if (doing === 'loading' && file === 'patients.csv') cuts.push(other.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'anamnesis-import' AND datname = current_database()"));
      },
    });
    await expect(failing).rejects.toThrow('The database went away during the import');
    // The import may hear of it before the one that cut has its answer.
    await Promise.all(cuts);
    await other.end();
    await target.run(folder.path);
    expect(await contents(target)).toEqual(whole);
    await close();
  });
});

describe('Two imports at once', () => {
  it('are one too many: the second says so and does nothing', async () => {
    const { target, importerUrl, close } = await open();
    const first = new Client({ connectionString: importerUrl });
    await first.connect();
    await first.query("SELECT pg_advisory_lock(hashtext('import synthea'))");
    await expect(target.run(smallExports.withIds)).rejects.toThrow('Another import into this database is under way');
    await first.end();
    expect((await target.run(smallExports.withIds)).file('patients').loaded).toBe(4);
    await close();
  });
});
