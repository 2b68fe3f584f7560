import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { testDatabase } from '@anamnesis/schema/testing';
import { aBigFolder, anImport } from './testing';

jest.setTimeout(120_000);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('The memory of an import', () => {
  it.each([
    ['with ids', true],
    ['without ids', false],
  ])('does not grow with the rows %s', async (_, withIds) => {
    const folder = await aBigFolder({ patients: 200, measures: 60_000, withIds });
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
    // The least of several: how much of the batches ahead is in memory differs from moment to moment.
    const least = (part: readonly number[]): number => Math.min(...part);
    const grown = least(used.slice(-5)) - least(used.slice(1, 6));
    // Some 40,000 rows lie between: were each kept with 100 bytes, it would be more.
    expect(used.length).toBeGreaterThanOrEqual(15);
    expect(grown).toBeLessThan(3_000_000);
    await target.close();
    await database.drop();
    await folder.remove();
  });
});
