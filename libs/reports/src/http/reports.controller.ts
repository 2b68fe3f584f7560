import { Body, Controller, Delete, Get, Headers, HttpCode, type MessageEvent, Param, Post, Query, Res, Sse, type StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { answerWithFile, idCursor, page, readCursor } from '@anamnesis/http';
import { CancelReport, ListReports, ReadReport, ReadReportFile, RequestReport, WatchReport } from '@anamnesis/reports';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import type { z } from 'zod';
import { presentReport, reportPath } from './present-report';
import { progressEvents } from './progress-events';
import { newReportBody, reportAnswer, reportsAnswer, reportsQuery, uuid } from './schemas';

@ApiTags('reports')
@Controller('/patients/:patientId/reports')
export class ReportsController {
  constructor(
    private readonly requestReport: RequestReport,
    private readonly listReports: ListReports,
    private readonly readReport: ReadReport,
    private readonly watchReport: WatchReport,
    private readonly readReportFile: ReadReportFile,
    private readonly cancelReport: CancelReport,
  ) {}

  @Post()
  @ApiAcceptedResponse({ standardSchema: reportAnswer })
  @HttpCode(202)
  async request(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Body({ schema: newReportBody }) body: z.infer<typeof newReportBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof reportAnswer>> {
    const id = await this.requestReport.execute(acting, patientId, body);
    reply.header('location', reportPath(patientId, id));
    return presentReport(await this.readReport.execute(acting, patientId, id));
  }

  @Get()
  @ApiOkResponse({ standardSchema: reportsAnswer })
  async list(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: reportsQuery }) { limit, cursor }: z.infer<typeof reportsQuery>): Promise<z.infer<typeof reportsAnswer>> {
    const [before] = cursor === undefined ? [] : readCursor(cursor, idCursor);
    const { items, nextCursor } = page(await this.listReports.execute(acting, patientId, { limit, before }), limit, presentReport, (row) => [row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Get(':reportId')
  @ApiOkResponse({ standardSchema: reportAnswer })
  async read(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('reportId', { schema: uuid }) id: string): Promise<z.infer<typeof reportAnswer>> {
    return presentReport(await this.readReport.execute(acting, patientId, id));
  }

  /** Server-sent events named `progress`, until the report has ended. */
  @Sse(':reportId/progress')
  progress(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('reportId', { schema: uuid }) id: string): Promise<Observable<MessageEvent>> {
    return progressEvents((watcher) => this.watchReport.execute(acting, patientId, id, watcher));
  }

  @Get(':reportId/file')
  async file(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('reportId', { schema: uuid }) id: string, @Res({ passthrough: true }) reply: FastifyReply, @Headers() headers: Record<string, string | undefined>): Promise<StreamableFile | undefined> {
    return answerWithFile(await this.readReportFile.execute(acting, patientId, id), headers, reply);
  }

  @Delete(':reportId')
  @ApiNoContentResponse()
  @HttpCode(204)
  cancel(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('reportId', { schema: uuid }) id: string): Promise<void> {
    return this.cancelReport.execute(acting, patientId, id);
  }
}
