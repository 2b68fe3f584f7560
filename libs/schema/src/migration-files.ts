import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Migration {
  /** `0001-foundation`: they are applied in the order of their names. */
  readonly name: string;
  readonly up: string;
  readonly down: string;
  /** Of the way up. The way back may be mended later. */
  readonly sha256: string;
}

/** The same folder for src and for dist. */
const folder = join(__dirname, '../migrations');

export function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.up.sql'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.up.sql'.length);
      const up = readFileSync(join(folder, file), 'utf8');
      return { name, up, down: readFileSync(join(folder, `${name}.down.sql`), 'utf8'), sha256: createHash('sha256').update(up).digest('hex') };
    });
}
