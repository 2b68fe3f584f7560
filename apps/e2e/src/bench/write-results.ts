import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Figure } from './figures';

/** Keeps the last result where the README points to. Absolute figures mean little on another machine; the ratios carry over. */
export function writeResults(file: string, figures: readonly Figure[], postgres: string): void {
  const rows = figures.flatMap(({ name, connections, unit, own, floors, aim }) =>
    floors.map((floor, place) => `| ${place === 0 ? name : ''} | ${String(connections)} | ${own.toFixed(0)} ${unit} | ${floor.name} | ${floor.value.toFixed(0)} ${unit} | ${(own / floor.value).toFixed(2)} | ${place === floors.length - 1 ? (aim ?? '-') : '-'} |`),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `# Measured

The last run of \`npm run bench\`: ${new Date().toISOString().slice(0, 10)}, Node.js ${process.version}, ${postgres}, ${String(cpus().length)} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; the load comes from the same machine. Sides take turns; each figure is the median of its rounds.

| What | Connections | Anamnesis | Floor | Value of the floor | Ratio | Aim |
|---|---|---|---|---|---|---|
${rows.join('\n')}

- *bare*: a Fastify that asks nobody who they are and runs the same query past row-level security.
- *bare + entry*: the same, and the same group-committed audit entry before the answer.
- *six inserts*: a Fastify that does BEGIN, six inserts and COMMIT into tables without triggers, row-level security or references.
- *COPY*: of the same rows into such tables, with the same indexes.
`,
  );
}
