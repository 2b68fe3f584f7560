import { Injectable } from '@nestjs/common';
import type { HealthSummary } from './health-summary';
import { healthSummaryCsv } from './health-summary.csv';
import { sheetOf } from './health-summary.sheet';
import { healthSummaryTemplate } from './health-summary.template';
import type { ReportFormat } from './report-kinds';
import { Typesetter } from './typesetter';

export interface RenderedReport {
  readonly content: Buffer;
  readonly mediaType: string;
  /** False where a PDF could not be PDF/UA-1, because a letter in it had no font. */
  readonly accessible: boolean;
}

/** One model, three forms: what they say is the same. */
@Injectable()
export class RenderReport {
  constructor(private readonly typesetter: Typesetter) {}

  async render(summary: HealthSummary, format: ReportFormat): Promise<RenderedReport> {
    if (format === 'json') return { content: Buffer.from(JSON.stringify(summary, null, 2)), mediaType: 'application/json', accessible: true };
    if (format === 'csv') return { content: Buffer.from(healthSummaryCsv(summary)), mediaType: 'text/csv; charset=utf-8', accessible: true };
    const { pdf, accessible } = await this.typesetter.typeset(healthSummaryTemplate, sheetOf(summary));
    return { content: pdf, mediaType: 'application/pdf', accessible };
  }
}
