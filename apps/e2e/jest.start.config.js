module.exports = { preset: '../../jest.preset.js', displayName: 'npm start', testMatch: ['**/start/*.e2e.ts'], testTimeout: 120_000, maxWorkers: 1 };
