import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@anamnesis/errors';
import type { Acting } from '@anamnesis/sign-in';
import { FileStore } from '@anamnesis/storage';
import { PatientReplaced, PatientUnknown, SignInEnded } from '@anamnesis/users';
import { HealthSummaryReader } from './health-summary.reader';
import { RenderReport } from './render-report';
import type { ReportProblem } from './report.entity';
import { mostAttempts } from './report-limits';
import { type ClaimedReport, ReportWork } from './report-work';

const accessEnded: ReportProblem = { code: 'report.access-ended', detail: 'Whoever asked for this report may not see the record any more, so it was not made.' };
const notMade: ReportProblem = { code: 'report.not-made', detail: 'The report could not be made, although it was tried several times. Ask for it again, or tell whoever runs this system.' };

/**
 * Makes a report that was asked for, in the name of the one who asked: what they may not see is not in it, and where their access
 * has ended there is none. Safe to run twice, also at the same time.
 */
@Injectable()
export class MakeReport {
  private readonly logger = new Logger(MakeReport.name);

  constructor(
    private readonly work: ReportWork,
    private readonly reader: HealthSummaryReader,
    private readonly renderReport: RenderReport,
    private readonly files: FileStore,
  ) {}

  async execute({ patientId, reportId }: { patientId: string; reportId: string }): Promise<void> {
    const unfinished = await this.work.unfinished(patientId, reportId);
    if (!unfinished) return;
    // A report on which workers died does not come back as an error: its attempts tell.
    if (unfinished.attempts >= mostAttempts) return this.work.fail(patientId, reportId, notMade);
    const acting: Acting = { accountId: unfinished.requested_by, role: unfinished.requested_role, request: { route: 'job reports.make', requestId: reportId } };
    let claimed: ClaimedReport | undefined;
    try {
      claimed = await this.work.claim(acting, patientId, reportId);
      if (claimed) await this.make(acting, claimed);
    } catch (error) {
      const problem = problemOf(error, claimed);
      if (problem) await this.work.fail(patientId, reportId, problem);
      else if (claimed) await this.work.release(acting, claimed);
      // What a rule says is the answer to the one who asked. Anything else is for whoever runs this, and for another try.
      if (!(error instanceof DomainError) || !problem) throw error;
    }
  }

  private async make(acting: Acting, claimed: ClaimedReport): Promise<void> {
    const { patientId, reportId, attempts, parameters, format, language } = claimed;
    const { summary, sensitivity } = await this.reader.read(acting, patientId, { reportId, language, ...parameters });
    if (!(await this.work.advance(acting, claimed, 40))) return;
    const { content, mediaType, accessible } = await this.renderReport.render(summary, format);
    if (!accessible) this.logger.warn('A report holds letters for which there is no font');
    if (!(await this.work.advance(acting, claimed, 80))) return;
    // The attempt is in the key: a worker that comes late can not put its file in the place of the one whose sum is in the row.
    const key = `reports/${reportId}.${String(attempts)}.${format}`;
    const stored = await this.files.put(key, content);
    if (!(await this.work.finish(acting, claimed, { ...stored, key, mediaType, sensitivity }))) await this.files.remove(key);
  }
}

/** Where the report ends with this error, why; undefined where another try may do. */
function problemOf(error: unknown, claimed: ClaimedReport | undefined): ReportProblem | undefined {
  if (error instanceof PatientUnknown || error instanceof PatientReplaced || error instanceof SignInEnded) return accessEnded;
  return claimed && claimed.attempts >= mostAttempts ? notMade : undefined;
}
