import { Body, Controller, Get, Param, Patch, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, page, readCursor, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { JudgeReview, ListReviews, ReadReview, type ReviewRow } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { presentReview } from './present-review';
import { reviewAnswer, reviewsAfter, reviewsAnswer, reviewsQuery, verdictBody } from './review.schemas';

const uuid = z.uuid();

@ApiTags('reviews')
@Controller()
export class ReviewsController {
  constructor(
    private readonly listReviews: ListReviews,
    private readonly readReview: ReadReview,
    private readonly judgeReview: JudgeReview,
  ) {}

  @Get('/reviews')
  @ApiOkResponse({ standardSchema: reviewsAnswer })
  async list(@SignedIn() acting: Acting, @Query({ schema: reviewsQuery }) { limit, cursor, status }: z.infer<typeof reviewsQuery>): Promise<z.infer<typeof reviewsAnswer>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, reviewsAfter);
    const { items, nextCursor } = page(await this.listReviews.execute(acting, { status, limit, after }), limit, presentReview, ({ place, id }) => [place, id]);
    return { items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  @Patch('/reviews/:reviewId')
  @ApiOkResponse({ standardSchema: reviewAnswer })
  async judge(@SignedIn() acting: Acting, @Param('reviewId', { schema: uuid }) id: string, @ReadVersion() readVersion: number, @Body({ schema: verdictBody }) body: z.infer<typeof verdictBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof reviewAnswer>> {
    return tagged(await this.judgeReview.execute(acting, { id }, readVersion, body), reply);
  }

  @Get('/emergency-access/:emergencyAccessId/review')
  @ApiOkResponse({ standardSchema: reviewAnswer })
  async readOfEmergency(@SignedIn() acting: Acting, @Param('emergencyAccessId', { schema: uuid }) emergencyAccessId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof reviewAnswer>> {
    return tagged(await this.readReview.execute(acting, { emergencyAccessId }), reply);
  }

  @Patch('/emergency-access/:emergencyAccessId/review')
  @ApiOkResponse({ standardSchema: reviewAnswer })
  async judgeEmergency(@SignedIn() acting: Acting, @Param('emergencyAccessId', { schema: uuid }) emergencyAccessId: string, @ReadVersion() readVersion: number, @Body({ schema: verdictBody }) body: z.infer<typeof verdictBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof reviewAnswer>> {
    return tagged(await this.judgeReview.execute(acting, { emergencyAccessId }, readVersion, body), reply);
  }
}

function tagged(review: ReviewRow, reply: FastifyReply): z.infer<typeof reviewAnswer> {
  reply.header('etag', versionTag(review.version));
  return presentReview(review);
}
