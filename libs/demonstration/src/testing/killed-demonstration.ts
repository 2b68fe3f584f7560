import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Plain JavaScript, because it is another process: it makes a demonstration from source and tells how far it has come. */
const MAKES = `
  const { readFileSync, writeSync } = require('node:fs');
  const { transformSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformSync(readFileSync(file, 'utf8'), { filename: file, module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2024' } }).code, file);
  const [module, options] = process.argv.slice(1);
  require(module).makeDemonstration({ ...JSON.parse(options), onProgress: ({ patients }) => writeSync(1, patients + '\\n') });
`;

/** Lets another process make a demonstration and kills it when it says that the first patients are made. */
export async function killedDemonstration(options: { databaseUrl: string; patients: number; seed: number; today: string }): Promise<void> {
  const maker = spawn(process.execPath, ['--conditions=@anamnesis/source', '-e', MAKES, join(__dirname, '..', 'make-demonstration.ts'), JSON.stringify(options)], {
    cwd: __dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  maker.stdout.once('data', () => maker.kill('SIGKILL'));
  const [, signal] = (await once(maker, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error('It had ended before it was killed');
}
