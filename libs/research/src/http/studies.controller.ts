import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, idCursor, page, readCursor, versionTag } from '@anamnesis/http';
import { AssignResearchers, ChangeStudy, CloseStudy, CreateStudy, ListStudies, OpenStudy, ReadStudy } from '@anamnesis/research';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentStudy } from './present-study';
import { newStudyBody, pageQuery, researchersBody, studiesAnswer, studyAnswer, studyChangesBody, uuid } from './schemas';

type StudyAnswer = z.infer<typeof studyAnswer>;

@ApiTags('studies')
@Controller('/studies')
export class StudiesController {
  constructor(
    private readonly createStudy: CreateStudy,
    private readonly changeStudy: ChangeStudy,
    private readonly assignResearchers: AssignResearchers,
    private readonly openStudy: OpenStudy,
    private readonly closeStudy: CloseStudy,
    private readonly listStudies: ListStudies,
    private readonly readStudy: ReadStudy,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: studiesAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: pageQuery }) { limit, cursor }: z.infer<typeof pageQuery>): Promise<z.infer<typeof studiesAnswer>> {
    const [before] = cursor === undefined ? [] : readCursor(cursor, idCursor);
    const { right, rows } = await this.listStudies.execute(acting, { limit, before });
    const { items, nextCursor } = page(rows, limit, (row) => presentStudy(row, right), (row) => [row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Post()
  @ApiCreatedResponse({ standardSchema: studyAnswer })
  async create(@SignedIn() acting: Acting, @Body({ schema: newStudyBody }) body: z.infer<typeof newStudyBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StudyAnswer> {
    const id = await this.createStudy.execute(acting, body);
    reply.header('location', `/studies/${id}`);
    return this.answer(acting, id, reply);
  }

  @Get(':studyId')
  @ApiOkResponse({ standardSchema: studyAnswer })
  read(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StudyAnswer> {
    return this.answer(acting, id, reply);
  }

  @Patch(':studyId')
  @ApiOkResponse({ standardSchema: studyAnswer })
  async change(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: studyChangesBody }) body: z.infer<typeof studyChangesBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StudyAnswer> {
    await this.changeStudy.execute(acting, id, readVersion, body);
    return this.answer(acting, id, reply);
  }

  /** The whole list: who is not in it may have nothing more. */
  @Put(':studyId/researchers')
  @ApiOkResponse({ standardSchema: studyAnswer })
  async assign(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) id: string, @Body({ schema: researchersBody }) { accountIds }: z.infer<typeof researchersBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<StudyAnswer> {
    await this.assignResearchers.execute(acting, id, accountIds);
    return this.answer(acting, id, reply);
  }

  @Post(':studyId/open')
  @ApiOkResponse({ standardSchema: studyAnswer })
  @HttpCode(200)
  async open(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Res({ passthrough: true }) reply: FastifyReply): Promise<StudyAnswer> {
    await this.openStudy.execute(acting, id, readVersion);
    return this.answer(acting, id, reply);
  }

  @Post(':studyId/close')
  @ApiOkResponse({ standardSchema: studyAnswer })
  @HttpCode(200)
  async close(@SignedIn() acting: Acting, @Param('studyId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Res({ passthrough: true }) reply: FastifyReply): Promise<StudyAnswer> {
    await this.closeStudy.execute(acting, id, readVersion);
    return this.answer(acting, id, reply);
  }

  private async answer(acting: Acting, id: string, reply: FastifyReply): Promise<StudyAnswer> {
    const { right, study } = await this.readStudy.execute(acting, id);
    reply.header('etag', versionTag(study.version));
    return presentStudy(study, right);
  }
}
