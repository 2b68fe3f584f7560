module.exports = { preset: '../../jest.preset.js', displayName: 'all-in-one' };
