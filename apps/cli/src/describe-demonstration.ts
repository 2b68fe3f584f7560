import type { DemonstrationSummary } from '@anamnesis/demonstration';

const number = (value: number): string => value.toLocaleString('en');

/** What was made, how fast, and how to see it. */
export function describeDemonstration({ clinic, study, today, patients, alreadyThere, rows, interrupted, seconds }: DemonstrationSummary): string[] {
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  const table = [['Table', 'Rows'], ...[...rows].map(([name, count]) => [name.replaceAll('_', ' '), number(count)]), ['All tables', number(total)]];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map(([name = '', count = '']) => `${name.padEnd(widths[0] ?? 0)}  ${count.padStart(widths[1] ?? 0)}`);
  const there = alreadyThere > 0 ? [`${number(alreadyThere)} patients were there already and are as they were.`] : [];
  if (interrupted) return [...lines, ...there, 'Interrupted: run the same command again, and it goes on from here.'];
  if (patients === 0) return [`All ${number(alreadyThere)} patients of ${clinic} are there already: nothing was added.`];
  return [
    ...lines,
    ...there,
    `${number(patients)} patients and ${number(total)} rows, with their audit entries, in ${seconds.toFixed(1)} s: ${number(Math.round(total / Math.max(seconds, 0.001)))} rows a second.`,
    `${clinic}, as of ${today}. Its doctors have no accounts. An administrator, who sees the study "${study}", is made by:`,
    `npm run cli -- admin create --username NAME --organisation "${clinic}"`,
  ];
}
