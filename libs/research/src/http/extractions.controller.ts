import { Controller, Get, Headers, HttpCode, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { answerWithFile, page, readCursor } from '@anamnesis/http';
import { ListExtractions, ReadExtraction, ReadReleaseFile, RequestExtraction } from '@anamnesis/research';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { extractionPath, presentExtraction } from './present-extraction';
import { extractionAnswer, extractionCursor, extractionsAnswer, fileName, number, pageQuery, uuid } from './schemas';

@ApiTags('extractions')
@Controller('/studies/:studyId/extractions')
export class ExtractionsController {
  constructor(
    private readonly requestExtraction: RequestExtraction,
    private readonly listExtractions: ListExtractions,
    private readonly readExtraction: ReadExtraction,
    private readonly readReleaseFile: ReadReleaseFile,
  ) {}

  @Post()
  @ApiAcceptedResponse({ standardSchema: extractionAnswer })
  @HttpCode(202)
  async request(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) studyId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof extractionAnswer>> {
    const asked = await this.requestExtraction.execute(acting, studyId);
    reply.header('location', extractionPath(studyId, asked));
    return presentExtraction(studyId, await this.readExtraction.execute(acting, studyId, asked));
  }

  @Get()
  @ApiOkResponse({ standardSchema: extractionsAnswer })
  async list(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) studyId: string, @Query({ schema: pageQuery }) { limit, cursor }: z.infer<typeof pageQuery>): Promise<z.infer<typeof extractionsAnswer>> {
    const [before] = cursor === undefined ? [] : readCursor(cursor, extractionCursor);
    const rows = await this.listExtractions.execute(acting, studyId, { limit, before: before === undefined ? undefined : Number(before) });
    const { items, nextCursor } = page(rows, limit, (row) => presentExtraction(studyId, row), (row) => [String(row.number)]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Get(':number')
  @ApiOkResponse({ standardSchema: extractionAnswer })
  async read(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) studyId: string, @Param('number', { schema: number }) asked: number): Promise<z.infer<typeof extractionAnswer>> {
    return presentExtraction(studyId, await this.readExtraction.execute(acting, studyId, asked));
  }

  @Get(':number/files/:name')
  async file(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) studyId: string, @Param('number', { schema: number }) asked: number, @Param('name', { schema: fileName }) name: string, @Res({ passthrough: true }) reply: FastifyReply, @Headers() headers: Record<string, string | undefined>): Promise<StreamableFile | undefined> {
    return answerWithFile(await this.readReleaseFile.execute(acting, studyId, asked, name), headers, reply);
  }
}
