const { join } = require('node:path');

/** Every project's tests run from source: @swc/jest keeps decorator metadata, and the export condition finds `src` instead of `dist`. */
module.exports = {
  // Not in the system's temporary folder, which npm test gives to each run anew.
  cacheDirectory: join(__dirname, 'tmp', 'jest'),
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts'],
  testEnvironmentOptions: { customExportConditions: ['@anamnesis/source', 'node', 'node-addons'] },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
};
