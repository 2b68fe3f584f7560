import { Module } from '@nestjs/common';
import { StudiesModule } from '@anamnesis/research';
import { ParticipationsController } from './participations.controller';
import { StudiesController } from './studies.controller';

/** The HTTP door of studies and consent. */
@Module({ imports: [StudiesModule], controllers: [StudiesController, ParticipationsController] })
export class StudiesHttpModule {}
