// What is true of several instances only is asked where there are several.
const elsewhere = process.env['TOPOLOGY'] === 'two-behind-nginx' ? [] : ['/several-instances/'];

module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'end-to-end',
  testMatch: ['**/*.e2e.ts'],
  // Of npm start itself and of the chart cache: jest.start.config.js, jest.fresh.config.js.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/start/', '/fresh/', ...elsewhere],
  globalSetup: './src/topology/global-setup.ts',
  globalTeardown: './src/topology/global-teardown.ts',
  testTimeout: 60_000,
  // One after the other: they share one clinic, and two cores.
  maxWorkers: 1,
};
