import eslint from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { boundaries } from './tools/architecture/may-use.mjs';
import { allArchitectureRules, architecture } from './tools/architecture/plugin.mjs';

// Nx's boundary rule reads the project graph from its cache and, where there is none, says nothing: so it is made here.
await createProjectGraphAsync({ exitOnError: false });

const tests = ['**/*.spec.ts', '**/*.e2e.ts', '**/src/testing/**/*.ts', 'apps/e2e/**/*.ts'];
// A spec of the platform may stand on a migrated database, and the migrator itself stands on the platform.
const testCycles = [['database', 'schema'], ['configuration', 'schema'], ['errors', 'schema']];
// A door may come in by its own library's public face; that this makes no cycle is looked after by import-x.
const boundaryRule = (depConstraints) => ['error', { depConstraints, allowCircularSelfDependency: true, ignoredCircularDependencies: testCycles }];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'tmp/**', 'data/**', '.nx/**', 'docs/generated/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  { plugins: { architecture, '@nx': nx, 'import-x': importX } },
  {
    files: ['**/*.{ts,mjs,js}'],
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.mjs', '.js', '.json'], conditionNames: ['@anamnesis/source', 'import', 'require', 'node', 'default'] })], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      ...allArchitectureRules,
      '@nx/enforce-module-boundaries': boundaryRule(boundaries()),
      // Between libraries Nx looks for cycles; here, within one.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-useless-catch': 'error',
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      // A long file is a question, not a mistake: is a verb hiding in it?
      'max-lines': ['warn', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.{mjs,js}'],
    languageOptions: { globals: Object.fromEntries('process console Buffer URL URLSearchParams fetch setTimeout clearTimeout setInterval clearInterval setImmediate performance AbortController AbortSignal structuredClone TextDecoder'.split(' ').map((name) => [name, 'readonly'])) },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    // One program for the whole workspace: a project for each library would load what they share a dozen times.
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Nest's modules are classes without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true }],
      // A function that is asked for a promise may have its answer already.
      '@typescript-eslint/require-await': 'off',
      // Letters and not UTF-16 units is what lengths of names and passwords are counted in.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Declarations of a package that has none travel with the file that imports it.
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always', types: 'never', lib: 'never' }],
      // `query<Row>(…)`: the caller names the shape of its rows, which is a type parameter used once.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Nest's options are classes that everybody fills with object literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/consistent-type-exports': 'error',
    },
  },
  {
    files: tests,
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundaries(['schema', 'platform'])),
      // What a test indexes it has put there; where it has not, the test fails all the same.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      'max-lines': 'off',
    },
  },
);
