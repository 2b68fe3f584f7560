/** The module graph: which package imports which, read from the imports themselves. Tests are left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, packages, workspace } from '../workspace.mjs';

const isTest = (path) => /\.(spec|e2e)\.ts$/.test(path) || path.includes('/src/testing/');
const known = packages();

const edges = new Map();
for (const { root, name } of known) {
  const used = new Set();
  for (const file of filesBelow(root, '.ts').filter((path) => !isTest(path))) {
    for (const [, target] of readFileSync(join(workspace, file), 'utf8').matchAll(/(?:from|import|import\()\s*'@anamnesis\/([^/']+)/g)) used.add(target);
  }
  edges.set(name, [...used].filter((target) => target !== name).sort());
}

const group = (title, names) => [`  subgraph ${title}`, ...names.map((name) => `    ${name}`), '  end'];
const named = (test) => known.filter(test).map(({ name }) => name).sort();
const apps = named(({ root }) => root.startsWith('apps/') && root !== 'apps/e2e');
const platform = named(({ root }) => root.startsWith('libs/platform/'));
const domains = named(({ root }) => root.startsWith('libs/') && !root.startsWith('libs/platform/'));
// Everything stands on the platform: those arrows would hide the others, and are a table below.
const arrows = [...apps, ...domains].flatMap((from) => edges.get(from).filter((to) => !platform.includes(to)).map((to) => `  ${from} --> ${to}`));

console.log(`# Modules

Generated from the imports by \`npm run docs:generate\`; what may use what is enforced by eslint.config.mjs.

\`\`\`mermaid
flowchart TD
${[...group('apps', apps), ...group('domains', domains), ...arrows].join('\n')}
\`\`\`

| Module | Parts of the platform that it uses |
|---|---|
${[...apps, ...domains, ...platform].map((name) => `| ${name} | ${edges.get(name).filter((to) => platform.includes(to)).join(', ') || '-'} |`).join('\n')}`);
