import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { CompleteVisit, ListVisits, ReadChart, ReadVisit, RecordVisit, type VisitRow, assertMayWriteVisits } from '@anamnesis/visits';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { chartAnswer, serializeChart } from './present-chart';
import { presentVisit, presentVisitHead } from './present-visit';
import { listCursor, newVisitBody, uuid, visitAnswer, visitsAnswer, visitsQuery } from './visit.schemas';

@ApiTags('visits')
@Controller('/patients/:patientId')
export class VisitsController {
  constructor(
    private readonly recordVisit: RecordVisit,
    private readonly completeVisit: CompleteVisit,
    private readonly readVisit: ReadVisit,
    private readonly listVisits: ListVisits,
    private readonly readChart: ReadChart,
  ) {}

  @Get('chart')
  @ApiOkResponse({ standardSchema: chartAnswer })
  // Bytes have no type of their own.
  @Header('content-type', 'application/json; charset=utf-8')
  chart(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string): Promise<Buffer> {
    return this.readChart.execute(acting, patientId, serializeChart);
  }

  @Get('visits')
  @ApiOkResponse({ standardSchema: visitsAnswer })
  async list(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: visitsQuery }) { limit, cursor }: z.infer<typeof visitsQuery>): Promise<z.infer<typeof visitsAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, listCursor);
    const { items, nextCursor } = page(await this.listVisits.execute(acting, patientId, { limit, after }), limit, presentVisitHead, (row) => [row.place, row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post('visits')
  @ApiCreatedResponse({ standardSchema: visitAnswer })
  async record(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Body({ schema: newVisitBody }) body: z.infer<typeof newVisitBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof visitAnswer>> {
    assertMayWriteVisits(acting);
    const visit = await this.recordVisit.execute(acting, patientId, body);
    reply.header('location', `/patients/${patientId}/visits/${visit.id}`);
    return tagged(visit, reply);
  }

  @Get('visits/:visitId')
  @ApiOkResponse({ standardSchema: visitAnswer })
  async read(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('visitId', { schema: uuid }) visitId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof visitAnswer>> {
    return tagged(await this.readVisit.execute(acting, patientId, visitId), reply);
  }

  @Post('visits/:visitId/complete')
  @ApiOkResponse({ standardSchema: visitAnswer })
  @HttpCode(200)
  async complete(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Param('visitId', { schema: uuid }) visitId: string, @ReadVersion() readVersion: number, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof visitAnswer>> {
    assertMayWriteVisits(acting);
    return tagged(await this.completeVisit.execute(acting, patientId, visitId, readVersion), reply);
  }
}

function tagged(visit: VisitRow, reply: FastifyReply): z.infer<typeof visitAnswer> {
  reply.header('etag', versionTag(visit.version));
  return presentVisit(visit);
}
