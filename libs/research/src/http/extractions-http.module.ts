import { Module } from '@nestjs/common';
import { ExtractionsModule } from '@anamnesis/research';
import { ExtractionsController } from './extractions.controller';

/** The HTTP door of extractions and their files, which a service other than that of studies may open. */
@Module({ imports: [ExtractionsModule], controllers: [ExtractionsController] })
export class ExtractionsHttpModule {}
