/** The table of settings: which process reads which, and what each means, from the zod shapes and the comments beside them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, workspace } from '../workspace.mjs';

const apps = ['all-in-one', 'gateway', 'user-service', 'visit-service', 'report-worker', 'cli'];
const read = (file) => readFileSync(join(workspace, file), 'utf8');
const sources = ['libs', 'apps'].flatMap((root) => filesBelow(root, '.ts')).filter((file) => !/\.(spec|e2e)\.ts$/.test(file) && !file.includes('/testing/'));

/** NAME: z.… with the comment above it, where there is one. */
const declared = new Map();
/** Which exported shape holds which names. */
const shapes = new Map();
for (const file of sources) {
  for (const [, shape, body] of read(file).matchAll(/const (\w+Settings) = \{\n([\s\S]*?)\n\};/g)) {
    const names = [];
    for (const [, comment, name, schema] of body.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?\b([A-Z][A-Z0-9_]+): ([^\n]*(?:\n {4,}[^\n]*)*)/g)) {
      names.push(name);
      const before = declared.get(name);
      declared.set(name, { meaning: (comment ?? '').replace(/\s*\n\s*\*\s*/g, ' ').trim() || before?.meaning || '', default: /\.default\(([^)]*)\)/.exec(schema)?.[1]?.replaceAll("'", '') ?? before?.default });
    }
    shapes.set(shape, [...(shapes.get(shape) ?? []), ...names]);
  }
}

const readers = new Map([...declared.keys()].map((name) => [name, []]));
for (const app of apps) {
  const text = filesBelow(`apps/${app}/src`, '.ts').filter((file) => !file.endsWith('.spec.ts')).map(read).join('\n');
  for (const [shape, names] of shapes) if (text.includes(`...${shape}`) || text.includes(`const ${shape}`)) for (const name of names) if (!readers.get(name).includes(app)) readers.get(name).push(app);
}

console.log(`# Settings

Generated from the code by \`npm run docs:generate\`. Every setting is an environment variable; \`npm start\` needs none.

| Setting | Default | Read by | Meaning |
|---|---|---|---|
${[...declared.keys()].sort().filter((name) => readers.get(name).length > 0).map((name) => `| \`${name}\` | ${declared.get(name).default ?? '-'} | ${readers.get(name).join(', ')} | ${declared.get(name).meaning || '-'} |`).join('\n')}`);
