import { mayUse } from './may-use.mjs';

const library = (name) => `libs/${name}/src/index.ts`;
const core = library('visits');
const httpDoor = 'libs/visits/src/http/index.ts';
const app = 'apps/all-in-one/src/main.ts';
const platform = 'libs/platform/errors/src/index.ts';
const packageOf = (scope) => `@anamnesis/${scope === 'platform' ? 'errors' : scope}`;
const importAll = (scopes) => scopes.map((scope) => `import '${packageOf(scope)}';\n`).join('');

// In a file that need not be there: which project it is part of is told by its path, and no types are asked for.
const anyFile = (scope) => `libs/${scope === 'platform' ? 'platform/http' : scope}/src/boundary.mjs`;

/** For each library: what it may use passes, and each of all the others is refused. */
const boundaries = Object.entries(mayUse).map(([from, to]) => ({
  rule: '@nx/enforce-module-boundaries',
  states: `${from} uses ${to.length > 0 ? to.join(', ') : 'nothing'} and no more`,
  file: anyFile(from),
  refused: importAll(Object.keys(mayUse).filter((scope) => scope !== from && !to.includes(scope))),
  times: Object.keys(mayUse).filter((scope) => scope !== from && !to.includes(scope)).length,
  allowed: importAll(to) || 'export {};',
}));

/**
 * For each rule a snippet that it must refuse, and it alone, and a twin that every rule must let pass. The snippet is linted in
 * the place of a real file, because what is forbidden depends on where it stands; `allowedFile` is for a twin that stands elsewhere.
 */
export const snippets = [
  ...boundaries,
  {
    rule: 'architecture/apps-stand-alone',
    states: 'neither a library nor another app imports an app',
    file: 'apps/gateway/src/main.ts',
    refused: "import '@anamnesis/all-in-one';",
    allowed: "import '@anamnesis/users';",
  },
  {
    rule: '@nx/enforce-module-boundaries',
    states: 'another library is named by its package, not by a path into it',
    file: core,
    refused: "import '../../users/src/index';",
    allowed: "import '@anamnesis/users';",
  },
  {
    rule: 'architecture/doors-for-apps',
    states: 'only apps open doors',
    file: core,
    refused: "import '@anamnesis/users/http';\nexport const load = (): Promise<unknown> => import('@anamnesis/users/jobs');",
    times: 2,
    allowed: "import '@anamnesis/users/http';\nimport '@anamnesis/reports/jobs';",
    allowedFile: app,
  },
  {
    rule: 'architecture/transport-in-doors',
    states: 'the core of a domain knows neither HTTP nor its own doors',
    file: core,
    refused: "import { Controller, NotFoundException } from '@nestjs/common';\nimport type { VisitsHttpModule } from './http';\nimport 'fastify';\nexport type Door = VisitsHttpModule;\nexport const names = [Controller.name, NotFoundException.name];",
    times: 4,
    allowed: "import { Controller, NotFoundException } from '@nestjs/common';\nimport 'fastify';\nexport const names = [Controller.name, NotFoundException.name];",
    allowedFile: httpDoor,
  },
  {
    rule: 'architecture/testing-for-tests',
    states: 'factories of tests are used by tests only',
    file: library('reports'),
    refused: "import '@anamnesis/users/testing';\nimport './testing/a-health-summary';",
    times: 2,
    allowed: "import '@anamnesis/schema/testing';\nimport './a-health-summary';",
    allowedFile: 'libs/reports/src/testing/report-processes.ts',
  },
  {
    rule: 'architecture/extraction-apart',
    states: 'the extraction uses no code of users or visits',
    file: 'libs/research/src/extraction/run-extraction.ts',
    refused: "import '@anamnesis/users';",
    allowed: "import '@anamnesis/users';",
    allowedFile: 'libs/research/src/give-consent.ts',
  },
  {
    rule: 'architecture/no-entity-relations',
    states: 'an entity has no relations',
    file: core,
    refused: "import { Entity, ManyToOne } from 'typeorm';\nexport const decorators = [Entity, ManyToOne];",
    allowed: "import { Entity, PrimaryColumn } from 'typeorm';\nexport const decorators = [Entity, PrimaryColumn];",
  },
  {
    rule: 'architecture/configuration-in-main',
    states: "the environment is read in an app's main.ts and nowhere else",
    file: core,
    refused: "import { env } from 'node:process';\nconst { env: other } = process;\nexport const settings = [process.env, env, other];",
    times: 3,
    allowed: 'export const settings = process.env;',
    allowedFile: app,
  },
  {
    rule: 'architecture/apps-compose-only',
    states: 'an app declares no controller and holds no SQL',
    file: app,
    refused: "import { Controller, Module } from '@nestjs/common';\nimport 'pg';\nexport const parts = [Controller, Module, 'SELECT 1', `DELETE FROM visit WHERE id = 1`];",
    times: 4,
    allowed: "import { Module } from '@nestjs/common';\nexport const parts = [Module, 'Select one of: a, b'];",
  },
  {
    rule: 'architecture/telling-file-names',
    states: 'a file is named for what it does',
    file: 'libs/visits/src/date-utils.mjs',
    refused: 'export const one = 1;',
    allowed: 'export const one = 1;',
    allowedFile: 'libs/visits/src/complete-visit.mjs',
  },
  {
    rule: 'architecture/telling-file-names',
    states: 'a folder is named for what it holds',
    file: 'libs/visits/src/common/dates.mjs',
    refused: 'export const one = 1;',
    allowed: 'export const one = 1;',
    allowedFile: 'libs/visits/src/testing/dates.mjs',
  },
  {
    rule: 'architecture/no-barrels',
    states: 'a public face names what it shows',
    file: core,
    refused: "export * from '@anamnesis/errors';\nexport * as errors from '@anamnesis/errors';",
    times: 2,
    allowed: "export { DomainError } from '@anamnesis/errors';",
  },
  {
    rule: 'architecture/no-forward-ref',
    states: 'no cycle is covered by forwardRef',
    file: core,
    refused: "import { forwardRef } from '@nestjs/common';\nexport const cycle = forwardRef;",
    allowed: "import { Inject } from '@nestjs/common';\nexport const straight = Inject;",
  },
  {
    rule: 'architecture/no-skipped-tests',
    states: 'every test runs',
    file: 'libs/visits/src/complete-visit.spec.mjs',
    refused: '/* global it, test, describe, xit, fdescribe */\nit.skip("a", () => 1);\ntest.only("b", () => 1);\nit.todo("c");\ndescribe.skip.each([1])("d", () => 1);\nxit("e", () => 1);\nfdescribe("f", () => 1);',
    times: 6,
    allowed: '/* global it, describe */\ndescribe("a", () => { it("b", () => 1); it.each([1])("c", () => 1); });',
  },
  {
    rule: 'architecture/columns-by-name',
    states: 'a statement names its columns',
    file: core,
    refused: 'export const statement = `SELECT * FROM visit WHERE patient_id = $1`;',
    allowed: 'export const statements = [`SELECT id, count(*) FROM visit WHERE patient_id = $1`, `INSERT INTO seen SELECT *, 1 FROM unnest($1::uuid[])`];',
  },
  {
    rule: 'architecture/platform-without-medicine',
    states: 'the platform has no word of medicine',
    file: platform,
    refused: "export const message = 'patient unknown';\nexport const doctorId = 1;",
    times: 2,
    allowed: "export const message = 'account unknown';\nexport const accountId = 1;",
  },
  {
    rule: 'import-x/no-cycle',
    states: 'no file is part of an import cycle',
    file: 'libs/access/src/route-table.ts',
    refused: "import { canRead } from './index';\nexport const routeTable = [canRead];",
    allowed: "import { canRead } from './role';\nexport const routeTable = [canRead];",
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    states: 'nothing is of type any',
    file: core,
    refused: 'export const parse = (text: any): string => String(text);',
    allowed: 'export const parse = (text: unknown): string => String(text);',
  },
  {
    rule: 'no-empty',
    states: 'no error is swallowed',
    file: core,
    refused: 'export function attempt(work: () => void): void {\n  try {\n    work();\n  } catch {}\n}',
    allowed: 'export function attempt(work: () => void): boolean {\n  try {\n    work();\n    return true;\n  } catch {\n    return false;\n  }\n}',
  },
  {
    rule: 'no-useless-catch',
    states: 'no catch that only throws again',
    file: core,
    refused: 'export function attempt(work: () => void): void {\n  try {\n    work();\n  } catch (error) {\n    throw error;\n  }\n}',
    allowed: 'export function attempt(work: () => void): void {\n  work();\n}',
  },
  {
    rule: '@typescript-eslint/no-unused-vars',
    states: 'nothing is declared and not used',
    file: core,
    refused: "import { DomainError } from '@anamnesis/errors';\nexport const one = 1;",
    allowed: "import { DomainError } from '@anamnesis/errors';\nexport const one = DomainError;",
  },
  {
    rule: '@typescript-eslint/no-floating-promises',
    states: 'no promise is left alone',
    file: core,
    refused: 'export function start(work: () => Promise<void>): void {\n  work();\n}',
    allowed: 'export async function start(work: () => Promise<void>): Promise<void> {\n  await work();\n}',
  },
  {
    rule: '@typescript-eslint/ban-ts-comment',
    states: 'the compiler is not told to look away',
    file: core,
    refused: '// @ts-ignore\nexport const one: number = "1";',
    allowed: 'export const one = 1;',
  },
];
