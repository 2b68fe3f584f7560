import { type DynamicModule, Module } from '@nestjs/common';
import { MeasuresController } from './measures.controller';
import { VisitsController } from './visits.controller';

/** The HTTP door of visits. */
@Module({})
export class VisitsHttpModule {
  /** @param visits the core, as the app configured it */
  static forRoot(visits: DynamicModule): DynamicModule {
    return { module: VisitsHttpModule, imports: [visits], controllers: [MeasuresController, VisitsController] };
  }
}
