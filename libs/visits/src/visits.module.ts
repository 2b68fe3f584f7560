import { Module } from '@nestjs/common';
import { ChartsModule } from '@anamnesis/users';
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

/** The core of visits, without doors. */
@Module({ imports: [ChartsModule], providers: verbs, exports: verbs })
export class VisitsModule {}
