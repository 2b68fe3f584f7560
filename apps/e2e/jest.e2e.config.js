module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'end-to-end',
  testMatch: ['**/*.e2e.ts'],
  // Of npm start itself and of the chart cache: jest.start.config.js, jest.fresh.config.js.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/start/', '/fresh/'],
  globalSetup: './src/topology/global-setup.ts',
  globalTeardown: './src/topology/global-teardown.ts',
  testTimeout: 60_000,
  // One after the other: they share one clinic, and two cores.
  maxWorkers: 1,
};
