/** `apps/e2e/jest.e2e.config.js` stands apart: it starts the application, on the topology that it is told. */
module.exports = {
  projects: ['<rootDir>/libs/platform/*', '<rootDir>/libs/*', '<rootDir>/apps/*', '<rootDir>/tools'].map((path) => `${path}/jest.config.js`),
  // Five seconds are not much where two cores run two stages and two PostgreSQLs. Heard here only, not in a project's own configuration.
  testTimeout: 30_000,
};
