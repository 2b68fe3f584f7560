import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { testDatabase } from '@anamnesis/schema/testing';
import { aBigFolder, anImport } from './testing';

jest.setTimeout(120_000);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('The memory of an import', () => {
  it('does not grow with the rows', async () => {
    const folder = await aBigFolder({ patients: 200, measures: 50_000, withIds: false });
    const database = await testDatabase();
    const target = await anImport(database.ownerUrl, database.urlFor('anamnesis_importer'));
    const used: number[] = [];
    await target.run(folder.path, {
      onProgress: ({ file, doing }) => {
        if (doing !== 'loading' || file !== 'observations.csv') return;
        collectGarbage();
        used.push(process.memoryUsage().heapUsed);
      },
    });
    // After the first batches and before the last, when the same number of them is always under way. The least of several,
    // because a batch can be a little further. Were 64 letters kept of each of the 24,000 rows between, it would grow by 3 MB.
    const grown = Math.min(...used.slice(8, 11)) - Math.min(...used.slice(2, 5));
    expect(used.length).toBeGreaterThanOrEqual(14);
    expect(grown).toBeLessThan(1_000_000);
    await target.close();
    await database.drop();
    await folder.remove();
  });
});
