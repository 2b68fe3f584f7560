import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface AFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Our own small exports, made by hand for the cases that matter: in the form of 2019, and in that of 2023. */
export const smallExports = { withIds: join(__dirname, 'export-with-ids'), withoutIds: join(__dirname, 'export-without-ids') } as const;

/** A folder of its own, with the files of an export where one is named, and others beside or instead of them. */
export async function aFolder(files: Readonly<Record<string, string | Buffer>>, from?: string): Promise<AFolder> {
  const path = await mkdtemp(join(tmpdir(), 'synthea-'));
  if (from !== undefined) await cp(from, path, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
  return { path, remove: () => rm(path, { recursive: true }) };
}
