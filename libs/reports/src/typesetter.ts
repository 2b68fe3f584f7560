import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type OnModuleDestroy, Injectable } from '@nestjs/common';
import { reportFonts } from './report-fonts';

export interface TypesetTask {
  readonly number: number;
  readonly template: string;
  readonly sheet: string;
}

export type TypesetAnswer =
  | { readonly number: number; readonly pages: number; readonly accessible: boolean; readonly pdf: Uint8Array }
  | { readonly number: number; readonly problem: string };

export interface TypesetDocument {
  readonly pdf: Buffer;
  readonly pages: number;
  /** Whether it is PDF/UA-1; not so where a letter had no font. */
  readonly accessible: boolean;
}

interface Waiting {
  readonly resolve: (document: TypesetDocument) => void;
  readonly reject: (error: Error) => void;
}

/** After so many documents the thread is made anew: what its fonts and caches have gathered goes with it. */
const documentsOfOneThread = 500;

/**
 * Sets PDFs in one thread beside the event loop, which would otherwise stand still for a fifth of a second a report: in the
 * monolith that is everyone's request. The compiler and its fonts are kept between documents.
 */
@Injectable()
export class Typesetter implements OnModuleDestroy {
  private thread: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private startedAt = 0;

  typeset(template: string, sheet: object): Promise<TypesetDocument> {
    const number = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      const thread = this.running();
      thread.ref();
      thread.postMessage({ number, template, sheet: JSON.stringify(sheet) } satisfies TypesetTask);
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread?.terminate();
  }

  private running(): Worker {
    if (this.thread) return this.thread;
    const thread = new Worker(require.resolve('./typeset-thread'), {
      workerData: { fontPaths: reportFonts(), workspace: join(tmpdir(), 'anamnesis-typesetting') },
      // From source Node finds out by itself that the file is a module, and would say so each time.
      execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
    });
    thread.on('message', (answer: TypesetAnswer) => this.receive(answer));
    thread.on('error', (error: Error) => this.lose(thread, error));
    thread.on('exit', () => this.lose(thread, new Error('The typesetting thread ended')));
    this.thread = thread;
    this.startedAt = this.asked;
    return thread;
  }

  private receive(answer: TypesetAnswer): void {
    const waiting = this.waiting.get(answer.number);
    this.waiting.delete(answer.number);
    if ('problem' in answer) waiting?.reject(new Error(`Typesetting failed: ${answer.problem}`));
    else waiting?.resolve({ pdf: Buffer.from(answer.pdf), pages: answer.pages, accessible: answer.accessible });
    if (this.waiting.size > 0) return;
    // An idle typesetter does not keep a process alive.
    this.thread?.unref();
    if (answer.number - this.startedAt >= documentsOfOneThread) this.retire();
  }

  private retire(): void {
    const thread = this.thread;
    this.thread = undefined;
    void thread?.terminate();
  }

  private lose(thread: Worker, error: Error): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
