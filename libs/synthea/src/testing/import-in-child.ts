import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ImportProgress } from '../summary';

const fromSource = join(__dirname, '../../../../tools/test/from-source.js');

export interface ChildProgress extends Pick<ImportProgress, 'file' | 'doing' | 'read'> {
  /** Bytes of the child's heap after its garbage is collected. */
  readonly heapUsed: number;
}

/** Imports in a process of its own, so that a test can kill it, or measure its memory and nobody else's. @returns how it ended */
export async function importInChild(folder: string, databaseUrl: string, onProgress: (progress: ChildProgress, child: ChildProcess) => void): Promise<{ code: number | null; signal: string | null }> {
  const child = fork(join(__dirname, 'import-child.js'), [folder, databaseUrl], { execArgv: ['--require', fromSource, '--conditions=@anamnesis/source', '--expose-gc'] });
  child.on('message', (progress: ChildProgress) => onProgress(progress, child));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return { code, signal };
}
