import type { FileSummary, ImportSummary } from '@anamnesis/synthea';

const number = (value: number): string => value.toLocaleString('en');

function why({ reasons, problem }: FileSummary): string {
  const counted = [...reasons].map(([reason, rows]) => `${number(rows)} ${reason}`);
  return [...(problem === undefined ? [] : [`file ${problem}`]), ...counted].join('; ');
}

/** The table by file, and beside it what was not read or not kept: nothing is left out silently. */
export function describeImport({ files, absent, notRead, careRelations, interrupted, seconds }: ImportSummary): string[] {
  const total = (count: (file: FileSummary) => number): number => files.reduce((sum, file) => sum + count(file), 0);
  const rows = [
    ['File', 'Read', 'Loaded', 'Skipped', 'Why skipped'],
    ...files.map((file) => [file.file, number(file.read), number(file.loaded), number(file.skipped), why(file)]),
    ['All files', number(total(({ read }) => read)), number(total(({ loaded }) => loaded)), number(total(({ skipped }) => skipped)), ''],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd());
  return [
    ...table,
    ...(interrupted ? [] : [`${number(careRelations)} care relations added, from who saw whom.`]),
    ...(absent.length > 0 ? [`Not in the folder: ${absent.join(', ')}.`] : []),
    ...(notRead.length > 0 ? [`Lies in the folder and is not read: ${notRead.join(', ')}.`] : []),
    ...files.filter(({ notKept }) => notKept.length > 0).map(({ file, notKept }) => `Columns of ${file} that the record has no place for: ${notKept.join(', ')}.`),
    `${number(total(({ read }) => read))} rows in ${seconds.toFixed(1)} s, ${number(Math.round(total(({ read }) => read) / Math.max(seconds, 0.001)))} a second.`,
    ...(interrupted ? ['Interrupted: run the same command again, and it goes on from here.'] : []),
  ];
}
