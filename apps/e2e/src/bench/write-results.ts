import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Figure } from './figures';

const commands = { bench: 'npm run bench', million: 'npm run prove:million', search: 'npm run prove:search' };

/** Keeps the last result where the README points to. Absolute figures mean little on another machine; the ratios carry over. */
export function writeResults(root: string, figures: readonly Figure[], postgres: string, name: keyof typeof commands): void {
  const file = join(root, `docs/proofs/${name}.md`);
  const rows = figures.flatMap(({ name, connections, unit, own, floors, aim }) =>
    floors.map((floor, place) => `| ${place === 0 ? name : ''} | ${String(connections)} | ${shown(own)} ${unit} | ${floor.name} | ${shown(floor.value)} ${unit} | ${(own / floor.value).toFixed(2)} | ${place === floors.length - 1 ? (aim ?? '-') : '-'} |`),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `# Measured

The last run of \`${commands[name]}\`: ${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${postgres}, ${String(cpus().length)} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; the load comes from the same machine. Sides take turns; each figure is the median of its rounds.

| What | Connections | Anamnesis | Floor | Value of the floor | Ratio | Aim |
|---|---|---|---|---|---|---|
${rows.join('\n')}

- *bare*: a Fastify that asks nobody who they are and runs the same query past row-level security.
- *bare + entry*: the same, and the same group-committed audit entry before the answer.
- *opened + entry, static*: a Fastify that opens the chart in one statement, makes the same audit entry, and answers the same bytes to everybody. *uncached*: Anamnesis with \`CHART_CACHE_MEGABYTES=0\`.
- *six inserts*: a Fastify that does BEGIN, six inserts and COMMIT into tables without triggers, row-level security or references.
- *search*: at the database, as the user service, prepared, on a warm cache; the figure is a time, so that less is better. *what is promised*: 20 ms at the 95th percentile.
- *COPY*: of the same rows (where they are more than 3,000,000, of that share of each table) into such tables, with the same indexes.
- *COPY, zipped*: of the same rows of the record out of a table that holds nothing else, as they are, through the same gzip, hash and disk. *bare look*: the statements that find rows of participants which the last release has not seen.
`,
  );
  if (name === 'bench') showInReadme(join(root, 'README.md'), figures);
}

/** Three figures, whatever the size. */
function shown(value: number): string {
  return value < 100 ? value.toPrecision(3) : value.toFixed(0);
}

/** The ratios, between two marks of the README. */
function showInReadme(readme: string, figures: readonly Figure[]): void {
  const rows = figures.map(({ name, connections, own, floors, aim }) => `| ${name} | ${String(connections)} | ${floors.map((floor) => `${(own / floor.value).toFixed(2)} of ${floor.name}`).join(', ')} | ${aim ?? '-'} |`);
  const table = `| What | Connections | Ratio to its floor | Aim |\n|---|---|---|---|\n${rows.join('\n')}`;
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(/(<!-- bench -->\n)[\s\S]*(\n<!-- \/bench -->)/, `$1${table}$2`));
}
