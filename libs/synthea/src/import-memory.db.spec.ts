import { testDatabase } from '@anamnesis/schema/testing';
import { aBigFolder, importInChild } from './testing';

jest.setTimeout(120_000);

describe('The memory of an import', () => {
  it('does not grow with the rows', async () => {
    const folder = await aBigFolder({ patients: 200, measures: 50_000, withIds: false });
    const database = await testDatabase();
    const used: number[] = [];
    const ended = await importInChild(folder.path, database.urlFor('anamnesis_importer'), ({ file, doing, heapUsed }) => {
      if (doing === 'loading' && file === 'observations.csv') used.push(heapUsed);
    });
    expect(ended).toEqual({ code: 0, signal: null });
    // After the first batches and before the last, when the same number of them is always under way. The least of several,
    // because a batch can be a little further. Were 64 letters kept of each of the 20,000 rows between, it would grow by 2 MB.
    const grown = Math.min(...used.slice(8, 11)) - Math.min(...used.slice(3, 6));
    expect(used.length).toBeGreaterThanOrEqual(14);
    expect(grown).toBeLessThan(1_000_000);
    await database.drop();
    await folder.remove();
  });
});
