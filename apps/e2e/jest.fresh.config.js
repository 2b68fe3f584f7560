module.exports = { preset: '../../jest.preset.js', displayName: 'fresh charts', testMatch: ['**/fresh/*.e2e.ts'], testTimeout: 120_000, maxWorkers: 1 };
