import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** How far something has come. What has another title is another thing, with a bar of its own. */
export interface Progress {
  readonly title: string;
  readonly done: number;
  readonly of: number;
  readonly rows: number;
}

export interface ProgressShown {
  show(progress: Progress): void;
  /** A line of its own, above the bar. */
  say(line: string): void;
  stop(): void;
}

/** A bar for each thing on a terminal; elsewhere lines, which a log can keep. */
export function showProgress(terminal: NodeJS.WriteStream, say: (line: string) => void): ProgressShown {
  return terminal.isTTY ? bars(terminal) : lines(say);
}

function bars(stream: NodeJS.WriteStream): ProgressShown {
  const all = new MultiBar({ stream, hideCursor: true, barsize: 20, format: '{bar} {percentage} %  {title}  {rows} rows' }, Presets.shades_classic);
  const byTitle = new Map<string, SingleBar>();
  return {
    show({ title, done, of, rows }) {
      const bar = byTitle.get(title) ?? all.create(of, 0, { title, rows: 0 });
      byTitle.set(title, bar);
      bar.update(done, { rows: rows.toLocaleString('en') });
    },
    say: (line) => all.log(`${line}\n`),
    stop: () => all.stop(),
  };
}

const secondsBetweenLines = 5;

function lines(say: (line: string) => void): ProgressShown {
  let current = '';
  let said = 0;
  return {
    show({ title, done, of, rows }) {
      const now = performance.now() / 1000;
      if (title === current && now - said < secondsBetweenLines) return;
      current = title;
      said = now;
      say(`${title}: ${rows.toLocaleString('en')} rows, ${Math.floor((100 * done) / Math.max(of, 1))} %`);
    },
    say,
    stop: () => undefined,
  };
}
