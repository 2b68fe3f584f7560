import { forbids, importedNames, importVisitor, together } from '../place.mjs';

const httpNames = new Set(
  ('Controller Get Post Put Patch Delete Head Options All Search Sse Body Query Param Params Headers Header Req Request Res Response Next Ip HostParam Session ' +
    'HttpCode HttpStatus Redirect Render UploadedFile UploadedFiles UseGuards UseFilters UseInterceptors StreamableFile HttpException BadRequestException ' +
    'UnauthorizedException ForbiddenException NotFoundException ConflictException GoneException UnprocessableEntityException InternalServerErrorException').split(' '),
);

/** A domain's core is what both doors lead to: it knows neither. Errors leave it as DomainError kinds, told apart by the door's filter. */
export default forbids("A domain's core knows no transport: this belongs into its http/ or jobs/ door.", (place, report) =>
  place.kind !== 'library' || place.platform || place.door || place.test
    ? {}
    : together(
        importVisitor((source, node) => {
          if (/^\.\.?\/(.*\/)?(http|jobs)(\/|$)/.test(source) || /^(@anamnesis\/http|fastify|@nestjs\/platform-fastify|@nestjs\/swagger)$/.test(source)) report(node, source);
        }),
        importedNames(['@nestjs/common'], (name, node) => {
          if (httpNames.has(name)) report(node, name);
        }),
      ),
);
