import { Body, Controller, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReadVersion, versionTag } from '@anamnesis/http';
import { type Acting, SignedIn } from '@anamnesis/sign-in';
import { BeginRepresentation, EndRepresentation, ListRepresentations, ListRepresented, RepresentationUnknown } from '@anamnesis/users';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { presentRepresentation, presentRepresented } from './present-representation';
import { newRepresentationBody, representationAnswer, representationEndBody, representationsAnswer, representedAnswer } from './representation.schemas';
import { patientId } from './schemas';

type RepresentationAnswer = z.infer<typeof representationAnswer>;

@ApiTags('representations')
@Controller()
export class RepresentationsController {
  constructor(
    private readonly listRepresentations: ListRepresentations,
    private readonly beginRepresentation: BeginRepresentation,
    private readonly endRepresentation: EndRepresentation,
    private readonly listRepresented: ListRepresented,
  ) {}

  /** Whose records the account opens as a patient: its own, and those of whom it acts for. */
  @Get('/me/patients')
  @ApiOkResponse({ standardSchema: representedAnswer })
  async mine(@SignedIn() acting: Acting): Promise<z.infer<typeof representedAnswer>> {
    return { items: (await this.listRepresented.execute(acting)).map(presentRepresented) };
  }

  @Get('/patients/:patientId/representations')
  @ApiOkResponse({ standardSchema: representationsAnswer })
  async list(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) patient: string): Promise<z.infer<typeof representationsAnswer>> {
    return { items: (await this.listRepresentations.execute(acting, patient)).map(presentRepresentation) };
  }

  @Post('/patients/:patientId/representations')
  @ApiCreatedResponse({ standardSchema: representationAnswer })
  async begin(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) patient: string, @Body({ schema: newRepresentationBody }) { endsAt, ...body }: z.infer<typeof newRepresentationBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<RepresentationAnswer> {
    const id = await this.beginRepresentation.execute(acting, patient, { ...body, ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }) });
    reply.header('location', `/patients/${patient}/representations/${id}`);
    return this.answer(acting, patient, id, reply);
  }

  @Get('/patients/:patientId/representations/:representationId')
  @ApiOkResponse({ standardSchema: representationAnswer })
  async read(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) patient: string, @Param('representationId', { schema: patientId }) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<RepresentationAnswer> {
    return this.answer(acting, patient, id, reply);
  }

  /** Ends it, now or at a later moment. Whoever ends their own right sees nothing of the patient any more: the answer has no body. */
  @Patch('/patients/:patientId/representations/:representationId')
  @ApiNoContentResponse()
  @HttpCode(204)
  async end(@SignedIn() acting: Acting, @Param('patientId', { schema: patientId }) patient: string, @Param('representationId', { schema: patientId }) id: string, @ReadVersion() readVersion: number, @Body({ schema: representationEndBody }) { endsAt }: z.infer<typeof representationEndBody>, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.endRepresentation.execute(acting, patient, id, readVersion, endsAt === undefined ? undefined : new Date(endsAt));
    reply.header('etag', versionTag(readVersion + 1));
  }

  private async answer(acting: Acting, patient: string, id: string, reply: FastifyReply): Promise<RepresentationAnswer> {
    const [representation] = await this.listRepresentations.execute(acting, patient, id);
    if (!representation) throw new RepresentationUnknown();
    reply.header('etag', versionTag(representation.version));
    return presentRepresentation(representation);
  }
}
