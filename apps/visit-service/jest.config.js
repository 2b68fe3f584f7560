module.exports = { preset: '../../jest.preset.js', displayName: 'visit-service' };
