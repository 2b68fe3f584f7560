import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Plain JavaScript, because it is another process: many callers record without end, and each id is told once it is said to be durable. */
const RECORDS_WITHOUT_END = `
  const { readFileSync, writeSync } = require('node:fs');
  const { transformSync } = require('@swc/core');
  require.extensions['.ts'] = (module, file) => module._compile(transformSync(readFileSync(file, 'utf8'), { filename: file, module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2024' } }).code, file);
  const { Pool } = require('pg');
  const { v7 } = require('uuid');
  const { AccessLog } = require(process.argv[1]);
  const [url, patientId] = process.argv.slice(2);
  const pool = new Pool({ connectionString: url, max: 2 });
  const log = new AccessLog({ query: async (statement, values) => (await pool.query({ ...statement, values })).rows });
  const caller = async () => {
    for (;;) {
      const thingId = v7();
      await log.record({ acting: { accountId: patientId, role: 'doctor' }, action: 'read', patientId, thing: 'Encounter', thingId });
      writeSync(1, thingId + '\\n');
    }
  };
  for (let at = 0; at < 16; at++) void caller();
`;

/** Lets another process record accesses and kills it in the middle. @returns the ids that it was told are durable */
export async function killRecorderInTheMiddle(databaseUrl: string, patientId: string): Promise<string[]> {
  const recorder = spawn(process.execPath, ['--conditions=@anamnesis/source', '-e', RECORDS_WITHOUT_END, join(__dirname, '..', 'access-log.ts'), databaseUrl, patientId], {
    cwd: __dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let told = '';
  recorder.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    if (told.length > 10_000) recorder.kill('SIGKILL');
  });
  await once(recorder, 'close');
  return told.split('\n').slice(0, -1);
}
