import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type ByteRange, FileStore, FileUnknown } from '@anamnesis/storage';
import { ReleaseFileGone, ReleaseFileUnknown } from './extraction.errors';
import { folderOf } from './extraction/write-files';
import { manifestName } from './extraction-status';
import { Studies } from './studies';
import { studyStatement } from './study-statement';

export interface ReleaseFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly open: (range?: ByteRange) => Promise<Readable>;
}

/** Who may have files is asked here again, beside the policy that lets the ledger be seen. */
const findFile = studyStatement('research.release-file', `
  SELECT f.media_type, f.sha256
    FROM release r
    CROSS JOIN LATERAL (
      SELECT file ->> 'mediaType' AS media_type, file ->> 'sha256' AS sha256 FROM jsonb_array_elements(r.files) AS file WHERE file ->> 'name' = $4
      UNION ALL SELECT 'application/json', r.manifest_sha256 WHERE $4 = '${manifestName}'
    ) AS f
   WHERE r.study_id = $2::uuid AND r.extraction_number = $3::integer AND app.study_right() = 'files' LIMIT 1`);

@Injectable()
export class ReadReleaseFile {
  constructor(
    private readonly studies: Studies,
    private readonly files: FileStore,
  ) {}

  /** For the study's researchers and nobody else; each time leaves its entry. @throws ReleaseFileUnknown, ReleaseFileGone, StudyUnknown, SignInEnded */
  async execute(acting: Acting, studyId: string, number: number, name: string): Promise<ReleaseFile> {
    const { rows } = await this.studies.read<{ media_type: string; sha256: string }>(acting, studyId, findFile, [number, name]);
    const [found] = rows;
    const accessed = { thing: 'Release', thingId: studyId, detail: { extraction: number } };
    if (!found) {
      await this.studies.note(acting, 'refused', accessed);
      throw new ReleaseFileUnknown();
    }
    await this.studies.note(acting, 'export', { ...accessed, detail: { ...accessed.detail, file: name, sha256: found.sha256 } });
    const key = `${folderOf(studyId)}/${found.sha256}`;
    return {
      name,
      mediaType: found.media_type,
      sha256: found.sha256,
      bytes: await orGone(this.files.bytesOf(key)),
      open: (range) => orGone(this.files.read(key, range)),
    };
  }
}

async function orGone<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof FileUnknown ? new ReleaseFileGone() : error;
  }
}
