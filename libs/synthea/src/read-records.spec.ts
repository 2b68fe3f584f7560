import { gzipSync } from 'node:zlib';
import { readRecords, type ReadRecord } from './read-records';
import { aFolder } from './testing';

async function read(content: string | Buffer, name = 'rows.csv'): Promise<ReadRecord[]> {
  const folder = await aFolder({ [name]: content });
  const records: ReadRecord[] = [];
  for await (const record of readRecords(`${folder.path}/${name}`)) records.push(record);
  await folder.remove();
  return records;
}

const cellsOf = (records: readonly ReadRecord[]): unknown[] => records.map((record) => ('cells' in record ? record.cells : record.refused));

describe('Reading the records of a CSV file', () => {
  it('reads plain and gzipped files alike, with either line ending, a byte order mark and no newline at the end', async () => {
    const text = '\ufeffId,NAME\r\n1,Zoë\r\n2,"Street 1, Suite 2"';
    const expected = [
      { line: 1, cells: ['Id', 'NAME'] },
      { line: 2, cells: ['1', 'Zoë'] },
      { line: 3, cells: ['2', 'Street 1, Suite 2'] },
    ];
    expect(await read(text)).toEqual(expected);
    expect(await read(gzipSync(text), 'rows.csv.gz')).toEqual(expected);
  });

  it('reads a quoted cell over several lines and counts lines as an editor does', async () => {
    expect(await read('A,B\n1,"two\nlines, one ""cell"""\n3,4\n')).toEqual([
      { line: 1, cells: ['A', 'B'] },
      { line: 2, cells: ['1', 'two\nlines, one "cell"'] },
      { line: 4, cells: ['3', '4'] },
    ]);
  });

  it('loses only the row whose quote is never closed, also where later rows have quotes', async () => {
    const records = await read('A,B\n1,"open\n2,"closed, here"\n3,4\n5,"open too\n6,7\n');
    expect(records.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(cellsOf(records)).toEqual([['A', 'B'], 'a quote is not closed', ['2', 'closed, here'], ['3', '4'], 'a quote is not closed', ['6', '7']]);
  });

  it('loses only that row when hundreds follow an unclosed quote', async () => {
    const rows = Array.from({ length: 300 }, (_, place) => `${String(place)},x`);
    const records = await read(`A,B\n"open,1\n${rows.join('\n')}\n`);
    expect(records).toHaveLength(302);
    expect(records.filter((record) => 'refused' in record)).toEqual([{ line: 2, refused: 'a quote is not closed' }]);
  });

  it.each([
    ['1', 'has another number of cells than the header'],
    ['1,2,3', 'has another number of cells than the header'],
    ['1,a "quoted" b', 'its quotes do not match'],
    ['1,\0', 'holds a NUL character'],
    [`1,${'x'.repeat(1_100_000)}`, 'is longer than a mebibyte'],
  ])('refuses one broken row and reads those around it (%#)', async (broken, reason) => {
    expect((await read(`A,B\n1,2\n${broken}\n3,4\n`)).map((record) => ('cells' in record ? record.line : record.refused))).toEqual([1, 2, reason, 4]);
  });

  it('refuses a row whose bytes are not UTF-8, because its letters would be lost', async () => {
    expect(cellsOf(await read(Buffer.concat([Buffer.from('A,B\n1,'), Buffer.from([0xe9]), Buffer.from('\n2,é\n')])))).toEqual([['A', 'B'], 'is not UTF-8', ['2', 'é']]);
  });

  it('gives what stands before the place where a gzipped file is cut off, and then the failure', async () => {
    const rows = Array.from({ length: 50_000 }, (_, place) => `${String(place)},${String(Math.sin(place))}`).join('\n');
    const packed = gzipSync(`A,B\n${rows}\n`);
    const folder = await aFolder({ 'rows.csv.gz': packed.subarray(0, packed.length / 2) });
    let count = 0;
    await expect(async () => {
      for await (const record of readRecords(`${folder.path}/rows.csv.gz`)) count += 'cells' in record ? 1 : 0;
    }).rejects.toThrow('unexpected end of file');
    expect(count).toBeGreaterThan(10_000);
    await folder.remove();
  });
});
