// What is true of several instances only is asked where there are several.
const topology = process.env['TOPOLOGY'];
const elsewhere = topology === 'two-behind-nginx' ? ['/matrix/'] : ['/several-instances/'];
// Proofs of minutes are made once, of one process on one PostgreSQL: what they are about does not hang on where it runs (docs/TESTING.md).
const proofs = process.env['PROOFS'] === 'all' ? [] : ['/fuzz/', '/oracle/', '/ladders/', '/attacks/'];

module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'end-to-end',
  testMatch: ['**/*.e2e.ts'],
  // Of npm start itself and of the chart cache: jest.start.config.js, jest.fresh.config.js.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/start/', '/fresh/', ...elsewhere, ...proofs],
  globalSetup: './src/topology/global-setup.ts',
  globalTeardown: './src/topology/global-teardown.ts',
  testTimeout: 60_000,
  // One after the other: they share one clinic, and two cores.
  maxWorkers: 1,
};
