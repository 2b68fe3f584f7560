import type { ImportProgress } from '@anamnesis/synthea';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';

export interface ProgressShown {
  show(progress: ImportProgress): void;
  /** A line of its own, above the bar. */
  say(line: string): void;
  stop(): void;
}

const titleOf = ({ doing, file }: ImportProgress): string => (doing === 'surveying' ? `who was seen where, ${file}` : file);

/** A bar for each file on a terminal; elsewhere lines, which a log can keep. */
export function importProgress(terminal: NodeJS.WriteStream, say: (line: string) => void): ProgressShown {
  return terminal.isTTY ? bars(terminal) : lines(say);
}

function bars(stream: NodeJS.WriteStream): ProgressShown {
  const all = new MultiBar({ stream, hideCursor: true, barsize: 20, format: '{bar} {percentage} %  {title}  {read} rows' }, Presets.shades_classic);
  const byTitle = new Map<string, SingleBar>();
  return {
    show(progress) {
      const title = titleOf(progress);
      const bar = byTitle.get(title) ?? all.create(progress.ofBytes, 0, { title, read: 0 });
      byTitle.set(title, bar);
      bar.update(progress.bytes, { read: progress.read.toLocaleString('en') });
    },
    say: (line) => all.log(`${line}\n`),
    stop: () => all.stop(),
  };
}

const secondsBetweenLines = 5;

function lines(say: (line: string) => void): ProgressShown {
  let title = '';
  let said = 0;
  return {
    show(progress) {
      const now = performance.now() / 1000;
      if (titleOf(progress) === title && now - said < secondsBetweenLines) return;
      title = titleOf(progress);
      said = now;
      say(`${title}: ${progress.read.toLocaleString('en')} rows, ${Math.floor((100 * progress.bytes) / Math.max(progress.ofBytes, 1))} %`);
    },
    say,
    stop: () => undefined,
  };
}
