module.exports = { preset: '../../jest.preset.js', displayName: 'fresh charts', testMatch: ['**/fresh/*.e2e.ts'], testTimeout: 180_000, maxWorkers: 1 };
