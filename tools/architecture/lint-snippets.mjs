/**
 * Lints the snippets of snippets.mjs with the workspace's own configuration and prints what was found as JSON. A process of its
 * own: ESLint, TypeScript and Nx's native parts are not made to be loaded inside Jest's sandbox.
 */
import { existsSync, readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { snippets } from './snippets.mjs';

const cwd = process.cwd();
// Where CI is set, typescript-eslint makes its program once, from the files on disk, and the checker meets snippets that are not in it.
delete process.env.CI;
const eslint = new ESLint({ cwd });
// Only reads a file, with the same program and without a rule.
const reader = new ESLint({
  cwd,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser, parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: cwd } } }],
});

async function messagesOf(code, filePath) {
  if (filePath.endsWith('.ts') && !existsSync(filePath)) return [{ ruleId: null, line: 0, message: `${filePath} is not there` }];
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  // The type checker keeps the text that it was given last: the next snippet, which may import this file, shall find the real one.
  if (filePath.endsWith('.ts')) await reader.lintText(readFileSync(filePath, 'utf8'), { filePath });
  return (result?.messages ?? []).map(({ ruleId, line, message }) => ({ ruleId, line, message }));
}

const found = [];
for (const { rule, states, file, refused, allowed, allowedFile = file, times = 1 } of snippets) {
  found.push({ rule, states, times, refused: await messagesOf(refused, file), allowed: await messagesOf(allowed, allowedFile) });
}
process.stdout.write(JSON.stringify(found));
