import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { StudyUnderTest } from './a-study';

/** What a researcher has after downloading: a folder for each release. */
export async function downloadReleases({ owner, files, studyId }: StudyUnderTest, folder: string): Promise<void> {
  const { rows } = await owner.query<{ number: number; manifest_sha256: string; files: { name: string; sha256: string }[] }>('SELECT number, manifest_sha256, files FROM release WHERE study_id = $1', [studyId]);
  for (const release of rows) {
    const place = join(folder, `release-${String(release.number)}`);
    await mkdir(place, { recursive: true });
    for (const { name, sha256 } of [...release.files, { name: 'datapackage.json', sha256: release.manifest_sha256 }]) {
      await writeFile(join(place, name), await buffer(await files.read(`studies/${studyId}/${sha256}`)));
    }
  }
}
