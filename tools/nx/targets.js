const { dirname } = require('node:path');

/**
 * Gives each package the targets build, lint, test and test-database, so that `nx run-many -t build`, `nx affected -t test` and the cache work
 * without repeating them in two dozen package.json. `npm test` is what counts: it adds the servers that the tests need.
 */
const createNodesV2 = [
  '{libs,apps}/**/package.json',
  (files) =>
    files
      .filter((file) => !file.includes('/node_modules/') && !file.includes('/dist/'))
      .map((file) => {
        const root = dirname(file);
        const jest = (specs) => ({
          command: `jest --config ${root}/jest.config.js --passWithNoTests --testPathPatterns '${specs}'`,
          options: { env: { NODE_OPTIONS: '--experimental-vm-modules' } },
          cache: true,
          inputs: ['default', '^production', { env: 'TEST_DATABASE_URL' }],
        });
        const targets = {
          build: { command: `tsc -b ${root}`, cache: true, dependsOn: ['^build'], inputs: ['production', '^production'], outputs: ['{projectRoot}/dist'] },
          lint: { command: `eslint ${root}`, cache: true, inputs: ['default', '^production', 'rules'] },
          test: jest('(?<!\\.db)\\.spec\\.ts$'),
          // On the cluster that TEST_DATABASE_URL names.
          'test-database': jest('\\.db\\.spec\\.ts$'),
        };
        return [file, { projects: { [root]: { targets } } }];
      }),
];

module.exports = { name: 'anamnesis-targets', createNodesV2, createNodes: createNodesV2 };
