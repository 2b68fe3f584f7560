import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { ExtractionKey } from '../extraction/run-extraction';
import type { ExtractionPlace } from './open-run-extraction';

const fromSource = join(__dirname, '../../../../tools/test/from-source.js');

export interface Answer {
  readonly status: 'ready' | 'published' | 'nothing-new' | 'dry-run' | 'ended-before' | 'elsewhere' | 'failed' | 'killed';
  readonly message?: string;
}

/** An extractor that can be killed in the middle of its work. */
export class ExtractorProcess {
  private constructor(private readonly child: ChildProcess) {}

  static async start(place: ExtractionPlace): Promise<ExtractorProcess> {
    const child = fork(join(__dirname, 'extract-in-child.js'), [JSON.stringify(place)], { execArgv: ['--require', fromSource, '--conditions=@anamnesis/source', '--no-warnings'], env: { PATH: process.env['PATH'] } });
    const started = new ExtractorProcess(child);
    const { status } = await started.answer();
    if (status !== 'ready') throw new Error('The extractor did not start');
    return started;
  }

  /** @param killAfterMs kills it then, unless it has answered before */
  async run(key: ExtractionKey, now: Date, killAfterMs?: number): Promise<Answer> {
    const answer = this.answer();
    this.child.send({ key, now: now.toISOString() });
    const late = killAfterMs === undefined ? undefined : setTimeout(() => this.child.kill('SIGKILL'), killAfterMs);
    try {
      return await answer;
    } finally {
      clearTimeout(late);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  private answer(): Promise<Answer> {
    return new Promise((resolve) => {
      const dead = () => settle({ status: 'killed' });
      const settle = (answer: Answer) => {
        this.child.off('message', settle).off('exit', dead);
        resolve(answer);
      };
      this.child.once('message', settle).once('exit', dead);
    });
  }
}
