module.exports = { preset: '../../jest.preset.js', displayName: 'report-worker' };
