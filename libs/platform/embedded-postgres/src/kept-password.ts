import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './error-code';

/** The password of that name from the keys folder, made at its first use. Only the user who starts the system can read it. */
export async function keptPassword(keysFolder: string, name: string): Promise<string> {
  const file = join(keysFolder, `${name}.password`);
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) return kept.trim();

  await mkdir(keysFolder, { recursive: true, mode: 0o700 });
  await chmod(keysFolder, 0o700);
  // Two first starts at once must end with one password, and a killed one without half of it: written whole, then linked.
  const unfinished = `${file}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(unfinished, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  await link(unfinished, file).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await rm(unfinished);
  return (await readFile(file, 'utf8')).trim();
}
