import { type Target, load, median } from './load';

export interface Figure {
  readonly name: string;
  readonly connections: number | '-';
  readonly unit: string;
  readonly own: number;
  readonly floors: readonly { readonly name: string; readonly value: number }[];
  /** Of the floor, where performance.md sets one. */
  readonly aim?: string;
}

export interface Contest {
  readonly name: string;
  readonly own: Target;
  readonly floors: readonly { readonly name: string; readonly target: Target }[];
  readonly aim?: string;
  /** Where other numbers of connections would tell nothing more. */
  readonly connections?: readonly number[];
}

export interface Effort {
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

/** The sides take turns, so that a machine that slows down does so for all of them; the median of the rounds counts. */
export async function contest({ name, own, floors, aim, connections: ofThis }: Contest, { connections: ofAll, rounds, seconds }: Effort, say: (line: string) => void): Promise<Figure[]> {
  const sides = [own, ...floors.map(({ target }) => target)];
  const figures: Figure[] = [];
  // A clinic's process has run for days. Node.js was seen to compile under load for some ten seconds, and to be a quarter slower until then.
  const counts = ofThis ?? ofAll;
  for (const side of sides) await load(side, counts[0] ?? 1, 2 * seconds);
  for (const count of counts) {
    const results: number[][] = sides.map(() => []);
    for (const side of sides) await load(side, count, 1);
    for (let round = 0; round < rounds; round += 1) {
      for (const [place, side] of sides.entries()) results[place]?.push(await load(side, count, seconds));
    }
    const medians = results.map(median);
    const figure: Figure = { name, connections: count, unit: '/s', own: medians[0] ?? 0, floors: floors.map((floor, place) => ({ name: floor.name, value: medians[place + 1] ?? 0 })), ...(aim === undefined ? {} : { aim }) };
    figures.push(figure);
    say(line(figure));
  }
  return figures;
}

export function line({ name, connections, unit, own, floors }: Figure): string {
  return `${name} (${String(connections)}): ${own.toFixed(0)} ${unit}; ${floors.map((floor) => `${floor.name} ${floor.value.toFixed(0)}, ratio ${(own / floor.value).toFixed(2)}`).join('; ')}`;
}
