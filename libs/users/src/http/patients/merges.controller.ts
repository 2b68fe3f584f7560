import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { readCursor, writeCursor } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { ListDuplicates, type MergeDone, MergePatients, TellPatientsApart, UnmergePatient } from '@anamnesis/users';
import type { z } from 'zod';
import { distinctionBody, duplicatesAnswer, duplicatesCursor, duplicatesQuery, mergeAnswer, mergeBody, unmergeBody } from './merge.schemas';
import { presentDuplicate } from './present-duplicate';
import { patientId } from './schemas';

@ApiTags('patients')
@Controller()
export class MergesController {
  constructor(
    private readonly mergePatients: MergePatients,
    private readonly unmergePatient: UnmergePatient,
    private readonly listDuplicates: ListDuplicates,
    private readonly tellPatientsApart: TellPatientsApart,
  ) {}

  @Post('/patients/:patientId/merge')
  @ApiOkResponse({ standardSchema: mergeAnswer })
  @HttpCode(200)
  async merge(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) id: string, @Body({ schema: mergeBody }) { into, duplicate, reason }: z.infer<typeof mergeBody>): Promise<z.infer<typeof mergeAnswer>> {
    return presentMerge(await this.mergePatients.execute(acting, { into: into ?? id, duplicate: duplicate ?? id, reason }));
  }

  @Delete('/patients/:patientId/merge')
  @ApiOkResponse({ standardSchema: mergeAnswer })
  async unmerge(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) id: string, @Body({ schema: unmergeBody }) { reason }: z.infer<typeof unmergeBody>): Promise<z.infer<typeof mergeAnswer>> {
    return presentMerge(await this.unmergePatient.execute(acting, id, reason));
  }

  @Get('/patients/:patientId/duplicates')
  @ApiOkResponse({ standardSchema: duplicatesAnswer })
  async ofPatient(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) id: string): Promise<z.infer<typeof duplicatesAnswer>> {
    return { items: (await this.listDuplicates.ofPatient(acting, id)).map(presentDuplicate) };
  }

  @Put('/patients/:patientId/duplicates/:otherId')
  @ApiNoContentResponse()
  @HttpCode(204)
  async tellApart(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) id: string, @Param('otherId', { schema: patientId }) otherId: string, @Body({ schema: distinctionBody }) _body: z.infer<typeof distinctionBody>): Promise<void> {
    await this.tellPatientsApart.execute(acting, id, otherId);
  }

  /** Possible duplicates of the organisation, of those who were registered last first. */
  @Get('/duplicates')
  @ApiOkResponse({ standardSchema: duplicatesAnswer })
  async ofOrganisation(@SignedIn() acting: Acting, @Query({ schema: duplicatesQuery }) { limit, cursor }: z.infer<typeof duplicatesQuery>): Promise<z.infer<typeof duplicatesAnswer>> {
    const { pairs, next } = await this.listDuplicates.ofOrganisation(acting, limit, cursor === undefined ? undefined : readCursor(cursor, duplicatesCursor));
    return { items: pairs.map(presentDuplicate), ...(next === undefined ? {} : { nextCursor: writeCursor(next) }) };
  }
}

function presentMerge({ survivorId, replacedId }: MergeDone): z.infer<typeof mergeAnswer> {
  return { survivorId, replacedId };
}
