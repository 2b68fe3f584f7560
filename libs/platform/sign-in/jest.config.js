module.exports = { preset: '../../../jest.preset.js', displayName: 'sign-in' };
