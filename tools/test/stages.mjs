import { join } from 'node:path';
import { server } from './clusters.mjs';
import { debian } from './debian-packages.mjs';

const tool = (path) => join('node_modules', path);
const tsc = tool('typescript/bin/tsc');

const databaseOn = async (name) => ({ TEST_DATABASE_URL: (await server(name)).url });
/** @param version of PostgreSQL */
const topology = (name, version, more = async () => ({})) => ({
  after: ['types'],
  minutes: 15,
  debian: [debian.pdftotext, ...(version === 15 ? [debian.postgresql15] : []), ...(name === 'split' ? [debian.redis] : []), ...(name === 'two-behind-nginx' ? [debian.nginx] : [])],
  jest: ['--config', 'apps/e2e/jest.e2e.config.js'],
  env: async () => ({ TOPOLOGY: name, ...(await databaseOn(`postgres${version}`)), ...(await more()) }),
});

const database = (version) => ({
  jest: ['--testPathPatterns', String.raw`\.db\.spec\.ts$`],
  env: () => databaseOn(`postgres${version}`),
  // Six on an idle machine; a busy one was seen to need twenty.
  minutes: 35,
  debian: [debian.redis, ...(version === 15 ? [debian.postgresql15] : [])],
});

/**
 * Everything `npm test` does. `scripts` run one after the other on the project's Node.js and count as one check; `jest` counts
 * its tests. `after`: a stage whose outcome, good or bad, is waited for, because its files are used. The longest come first.
 */
export const stages = {
  types: { scripts: [[tsc, '-b'], [tsc, '-p', 'tsconfig.spec.json']] },
  db18: database(18),
  db15: database(15),
  // The proofs that take minutes, once: what they are about does not hang on where it runs.
  'all-in-one-18': topology('all-in-one', 18, async () => ({ PROOFS: 'all' })),
  'split-18': topology('split', 18, async () => ({ REDIS_URL: (await server('redis')).url })),
  'two-behind-nginx-18': topology('two-behind-nginx', 18),
  'all-in-one-15': topology('all-in-one', 15),
  unit: { jest: ['--testPathPatterns', String.raw`(?<!\.db)\.spec\.ts$`] },
  readme: { after: ['types'], scripts: [['tools/test/readme-commands.mjs']], debian: [debian.curl] },
  start: { after: ['types'], jest: ['--config', 'apps/e2e/jest.start.config.js'], debian: [debian.procps] },
  fresh: { after: ['types'], jest: ['--config', 'apps/e2e/jest.fresh.config.js'], env: () => databaseOn('postgres18') },
  lint: { scripts: [[tool('eslint/bin/eslint.js'), '.']] },
  docs: { after: ['types'], scripts: [['tools/docs/generate.mjs', '--check']] },
  unused: { scripts: [[tool('knip/bin/knip.js'), '--no-progress', '--no-config-hints']] },
  nx: { scripts: [[tool('nx/dist/bin/nx.js'), 'graph', '--file=tmp/test-logs/nx-graph.json']] },
  compose: { scripts: [['tools/test/check-compose.mjs']], debian: [debian.compose] },
};
