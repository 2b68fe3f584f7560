import { type DynamicModule, Module } from '@nestjs/common';
import { ChartsModule } from '@anamnesis/users';
import { ChartCache } from './chart-cache';
import { CompleteVisit } from './complete-visit';
import { LatestMeasures } from './latest-measures';
import { ListMeasures } from './list-measures';
import { ListVisits } from './list-visits';
import { MeasureStatistics } from './measure-statistics';
import { MeasureTypes } from './measure-types';
import { ReadChart } from './read-chart';
import { ReadVisit } from './read-visit';
import { RecordVisit } from './record-visit';

const verbs = [CompleteVisit, LatestMeasures, ListMeasures, ListVisits, MeasureStatistics, MeasureTypes, ReadChart, ReadVisit, RecordVisit];

export interface VisitsOptions {
  readonly chartCacheMegabytes: number;
}

/** The core of visits, without doors. */
@Module({})
export class VisitsModule {
  static forRoot({ chartCacheMegabytes }: VisitsOptions): DynamicModule {
    return { module: VisitsModule, imports: [ChartsModule], providers: [...verbs, { provide: ChartCache, useFactory: () => new ChartCache(chartCacheMegabytes) }], exports: verbs };
  }
}
