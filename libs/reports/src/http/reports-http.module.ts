import { Module } from '@nestjs/common';
import { ReportsModule } from '@anamnesis/reports';
import { ReportsController } from './reports.controller';

/** The HTTP door of reports. */
@Module({ imports: [ReportsModule], controllers: [ReportsController] })
export class ReportsHttpModule {}
