/** What is printed of a number of people or of their rows: from 1 to 10 only that it is so small. */
export function printed(count: number): number | '<11' {
  return count >= 1 && count <= 10 ? '<11' : count;
}

/** The same for every number in it. */
export function printedWithin(counts: unknown): unknown {
  if (typeof counts === 'number') return printed(counts);
  if (Array.isArray(counts)) return counts.map(printedWithin);
  if (typeof counts !== 'object' || counts === null) return counts;
  return Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, printedWithin(value)]));
}
