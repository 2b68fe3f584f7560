module.exports = { projects: ['<rootDir>/libs/platform/*', '<rootDir>/libs/*', '<rootDir>/apps/*'].map((path) => `${path}/jest.config.js`) };
