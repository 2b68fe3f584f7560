import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@anamnesis/queue';
import { MakeReport, makeReportJob } from '@anamnesis/reports';

@Injectable()
@HandlesJob(makeReportJob)
export class MakeReportJob implements JobHandler<typeof makeReportJob> {
  constructor(private readonly makeReport: MakeReport) {}

  handle(payload: { patientId: string; reportId: string }): Promise<void> {
    return this.makeReport.execute(payload);
  }
}
