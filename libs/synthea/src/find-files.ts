import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { allergies } from './allergies';
import { conditions } from './conditions';
import { encounters } from './encounters';
import { FolderUnreadable, NothingToImport } from './import.errors';
import { immunizations } from './immunizations';
import { medications } from './medications';
import { observations } from './observations';
import { organizations } from './organizations';
import { patients } from './patients';
import { procedures } from './procedures';
import { providers } from './providers';
import type { SourceFile } from './source-file';

/** Before others who refer to them. */
const inOrder: readonly SourceFile[] = [organizations, providers, patients, encounters, observations, conditions, medications, allergies, procedures, immunizations];

export interface FoundFile {
  readonly source: SourceFile;
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Files of the export that the folder does not hold. */
  readonly absent: readonly string[];
  /** What else lies there and is not read. */
  readonly notRead: readonly string[];
}

export async function findFiles(folder: string): Promise<FoundFiles> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new FolderUnreadable(folder, { cause });
  });
  const files: FoundFile[] = [];
  const absent: string[] = [];
  for (const source of inOrder) {
    const file = [`${source.name}.csv`, `${source.name}.csv.gz`].map((wanted) => names.find((name) => name.toLowerCase() === wanted)).find((name) => name !== undefined);
    if (file === undefined) absent.push(`${source.name}.csv`);
    else files.push({ source, file, path: join(folder, file), bytes: (await stat(join(folder, file))).size });
  }
  if (files.length === 0) throw new NothingToImport(folder);
  const read = new Set(files.map(({ file }) => file));
  return { files, absent, notRead: names.filter((name) => !read.has(name)).sort() };
}
