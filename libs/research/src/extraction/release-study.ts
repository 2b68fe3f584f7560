import type { FileStore } from '@anamnesis/storage';
import type { PoolClient } from 'pg';
import { beginRun } from './begin-run';
import { type RunCounts, countRun, isNews } from './counts';
import { enrolSubjects } from './enrol-subjects';
import { findChanges } from './find-changes';
import { generaliseCodes } from './generalise-codes';
import { holdBack } from './hold-back';
import { letIn } from './let-in';
import { prepareChanges, prepareNewcomers } from './prepare-rows';
import { reportPrivacy } from './privacy-report';
import { recordRelease, rememberRows, rememberSubjects } from './remember';
import type { Run } from './run';
import { createTemporaryTables } from './temporary-tables';
import { writeFiles } from './write-files';
import { writeManifest } from './write-manifest';

export type Outcome = { readonly status: 'published' | 'nothing-new' | 'dry-run'; readonly counts: RunCounts } | { readonly status: 'ended-before' };

/** Decides what leaves. The order matters: who was let in before has to have news in batches of their own, apart from newcomers. */
async function choose(run: Run): Promise<RunCounts> {
  await createTemporaryTables(run);
  await enrolSubjects(run);
  await findChanges(run);
  await prepareChanges(run);
  await holdBack(run);
  await letIn(run);
  await prepareNewcomers(run);
  await generaliseCodes(run);
  return countRun(run);
}

/** The files are on disk before the row that makes them a release commits: one without a row is rubbish, a row without its files can not be. */
async function publish(run: Run, files: FileStore, counts: RunCounts): Promise<void> {
  await rememberSubjects(run);
  const written = await writeFiles(run, files);
  const privacy = await reportPrivacy(run, counts);
  const manifestSha256 = await writeManifest(run, files, written, privacy);
  await rememberRows(run);
  await recordRelease(run, written, manifestSha256, privacy, counts);
}

/**
 * One run over a study: everything, or nothing at all. What is not published leaves no trace, so that the next run finds the same again.
 * @param client of the extraction role, outside of a transaction
 */
export async function releaseStudy(client: PoolClient, files: FileStore, studyId: string, extraction: number, now: Date): Promise<Outcome> {
  try {
    const run = await beginRun(client, studyId, extraction, now);
    if (!run) return { status: 'ended-before' };
    const counts = await choose(run);
    if (!isNews(counts)) return { status: 'nothing-new', counts };
    if (!run.publishes) return { status: 'dry-run', counts };
    await publish(run, files, counts);
    await client.query('COMMIT');
    return { status: 'published', counts };
  } finally {
    // After COMMIT it has nothing to undo, and says so in a warning that nobody reads.
    await client.query('ROLLBACK').catch(() => undefined);
  }
}
