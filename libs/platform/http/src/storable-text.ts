/** No NUL and no half of a surrogate pair: PostgreSQL keeps neither, and JSON can carry both. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly depth: number;
  readonly parent: Place | undefined;
}

/** More faults than anybody reads, and deeper ones than any schema goes: they are told as one of the whole. */
const [mostTold, deepestTold] = [100, 50];

/**
 * Where in a value stands text that no database can keep, in values and in names of fields. In time and memory as the value is large, however
 * deep it is: that the client says.
 */
export function unstorableTexts(value: unknown): string[][] {
  const found: string[][] = [];
  const open: Place[] = [{ value, key: '', depth: 0, parent: undefined }];
  for (let place = open.pop(); place !== undefined && found.length < mostTold; place = open.pop()) {
    if (typeof place.value === 'string') {
      if (!isStorable(place.value)) found.push(pathTo(place));
    } else if (typeof place.value === 'object' && place.value !== null) {
      for (const [key, field] of Object.entries(place.value)) {
        if (!isStorable(key)) found.push(pathTo(place));
        if (typeof field === 'string' || typeof field === 'object') open.push({ value: field as unknown, key, depth: place.depth + 1, parent: place });
      }
    }
  }
  return found;
}

function pathTo(place: Place): string[] {
  const path: string[] = [];
  if (place.depth > deepestTold) return path;
  for (let at: Place | undefined = place; at.parent !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}
