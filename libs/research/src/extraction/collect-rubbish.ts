import type { FileStore } from '@anamnesis/storage';
import type { PoolClient } from 'pg';
import { folderOf } from './write-files';

const released = `
  SELECT manifest_sha256 AS sha256 FROM release WHERE study_id = $1
  UNION SELECT file ->> 'sha256' FROM release CROSS JOIN LATERAL jsonb_array_elements(files) file WHERE study_id = $1`;

/** Removes what killed runs have left. Only where the study is locked: nobody is writing then what is not yet in the ledger. */
export async function collectRubbish(client: PoolClient, files: FileStore, studyId: string): Promise<void> {
  const keys = await files.keysIn(folderOf(studyId));
  if (keys.length === 0) return;
  const { rows } = await client.query<{ sha256: string }>(released, [studyId]);
  const kept = new Set(rows.map(({ sha256 }) => `${folderOf(studyId)}/${sha256}`));
  for (const key of keys) if (!kept.has(key)) await files.remove(key);
}
