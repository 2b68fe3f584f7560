import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { page, readCursor } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { LatestMeasures, ListMeasures, MeasureStatistics, MeasureTypes } from '@anamnesis/visits';
import type { z } from 'zod';
import { measureTypesAnswer, measuresAnswer, measuresQuery, statisticsAnswer, statisticsQuery } from './measure.schemas';
import { presentMeasure, presentMeasureType, presentStatistics } from './present-measure';
import { listCursor, uuid } from './visit.schemas';

@ApiTags('measures')
@Controller()
export class MeasuresController {
  constructor(
    private readonly listMeasures: ListMeasures,
    private readonly latestMeasures: LatestMeasures,
    private readonly measureStatistics: MeasureStatistics,
    private readonly measureTypes: MeasureTypes,
  ) {}

  @Get('/patients/:patientId/measures')
  @ApiOkResponse({ standardSchema: measuresAnswer })
  async list(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: measuresQuery }) { limit, cursor, code, from, to }: z.infer<typeof measuresQuery>): Promise<z.infer<typeof measuresAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, listCursor);
    const { items, nextCursor } = page(await this.listMeasures.execute(acting, patientId, { limit, after, code, from, to }), limit, presentMeasure, (row) => [row.place, row.id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Get('/patients/:patientId/measures/latest')
  @ApiOkResponse({ standardSchema: measuresAnswer })
  async latest(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string): Promise<z.infer<typeof measuresAnswer>> {
    return { items: (await this.latestMeasures.execute(acting, patientId)).map(presentMeasure) };
  }

  @Get('/patients/:patientId/measures/statistics')
  @ApiOkResponse({ standardSchema: statisticsAnswer })
  async statistics(@SignedIn() acting: Acting, @Param('patientId', { schema: uuid }) patientId: string, @Query({ schema: statisticsQuery }) query: z.infer<typeof statisticsQuery>): Promise<z.infer<typeof statisticsAnswer>> {
    return presentStatistics(query.code, await this.measureStatistics.execute(acting, patientId, query));
  }

  /** Reference data: the same for everybody, and rarely changed. */
  @Get('/measure-types')
  @ApiOkResponse({ standardSchema: measureTypesAnswer })
  @Header('cache-control', 'private, max-age=300')
  async types(): Promise<z.infer<typeof measureTypesAnswer>> {
    return { items: (await this.measureTypes.catalogue()).types.map(presentMeasureType) };
  }
}
