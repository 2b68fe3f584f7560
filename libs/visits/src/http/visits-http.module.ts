import { Module } from '@nestjs/common';
import { VisitsModule } from '@anamnesis/visits';
import { MeasuresController } from './measures.controller';
import { VisitsController } from './visits.controller';

/** The HTTP door of visits. */
@Module({ imports: [VisitsModule], controllers: [MeasuresController, VisitsController] })
export class VisitsHttpModule {}
