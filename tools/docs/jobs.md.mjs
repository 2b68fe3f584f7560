/** The table of jobs: what each carries, how often it is tried, and which library does it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, workspace } from '../workspace.mjs';

const sources = filesBelow('libs', '.ts').filter((file) => !/\.spec\.ts$/.test(file) && !file.includes('/testing/') && !file.startsWith('libs/platform/'));
const text = sources.map((file) => [file, readFileSync(join(workspace, file), 'utf8')]);
const schedules = new Map(text.flatMap(([, code]) => [...code.matchAll(/@HandlesJob\((\w+), \{ everyMs: ([\d_]+) \}\)/g)].map(([, job, every]) => [job, Number(every.replaceAll('_', '')) / 1000])));
const jobs = text.flatMap(([file, code]) => [...code.matchAll(/const (\w+) = defineJob\('([^']+)', z\.strictObject\(\{([^}]*)\}\)(?:, \{ ([^}]*) \})?\)/g)].map(([, constant, name, payload, options]) => ({ file, constant, name, payload, options })));

console.log(`# Jobs

Generated from the code by \`npm run docs:generate\`. A job carries ids and nothing else, and can safely run twice.

| Job | Carries | Options | Every | Defined in |
|---|---|---|---|---|
${jobs.sort((one, other) => one.name.localeCompare(other.name)).map(({ file, constant, name, payload, options }) => `| \`${name}\` | ${payload.replace(/: z\.\w+\(\)/g, '').trim() || '-'} | ${options ?? '-'} | ${schedules.has(constant) ? `${schedules.get(constant)} s` : '-'} | ${file} |`).join('\n')}`);
