import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { type ByteRange, FileStore, FileUnknown } from '@anamnesis/storage';
import { ReadReport } from './read-report';
import { ReportFileGone, ReportNotReady, ReportWithoutFile } from './report.errors';

export interface ReportFile {
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Tells what it is and of when, never of whom: names of files are shown and kept in many places. */
  readonly name: string;
  readonly open: (range?: ByteRange) => Promise<Readable>;
}

@Injectable()
export class ReadReportFile {
  constructor(
    private readonly readReport: ReadReport,
    private readonly files: FileStore,
  ) {}

  /** Whoever may read the chart now may have the file. @throws ReportUnknown, ReportNotReady, ReportWithoutFile, ReportFileGone, and what opening a chart throws */
  async execute(acting: Acting, patientId: string, reportId: string): Promise<ReportFile> {
    const report = await this.readReport.execute(acting, patientId, reportId, 'export');
    if (report.status === 'queued' || report.status === 'running') throw new ReportNotReady();
    const { file_key: key, media_type: mediaType, sha256, bytes, finished_at: finishedAt } = report;
    if (report.status !== 'done' || key === null || mediaType === null || sha256 === null || finishedAt === null) throw new ReportWithoutFile();
    return {
      mediaType,
      sha256,
      bytes: Number(bytes),
      name: `${report.kind}-${finishedAt.toISOString().slice(0, 10)}.${report.format}`,
      open: (range) => this.open(key, range),
    };
  }

  private async open(key: string, range?: ByteRange): Promise<Readable> {
    try {
      return await this.files.read(key, range);
    } catch (error) {
      throw error instanceof FileUnknown ? new ReportFileGone() : error;
    }
  }
}
