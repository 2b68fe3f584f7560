import { fileURLToPath } from 'node:url';
import { StorageUnusable } from './storage.errors';

/** Why a place can not be used for files, in one sentence; nothing, if it can. */
export function refusalOf(url: string): string | undefined {
  const place = URL.parse(url);
  if (place?.protocol === 'file:' && place.hostname === '' && place.pathname !== '/') return undefined;
  return 'files are kept in a folder: give it as file:///path/of/the/folder';
}

/** @throws StorageUnusable */
export function folderOf(url: string): string {
  const refusal = refusalOf(url);
  if (refusal !== undefined) throw new StorageUnusable(`STORAGE_URL can not be used: ${refusal}.`);
  return fileURLToPath(url);
}
