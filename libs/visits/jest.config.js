module.exports = { preset: '../../jest.preset.js', displayName: 'visits' };
