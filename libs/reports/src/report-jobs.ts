import { defineJob } from '@anamnesis/queue';
import { z } from 'zod';

export const makeReportJob = defineJob('reports.make', z.strictObject({ patientId: z.uuid(), reportId: z.uuid() }), { attempts: 3 });
export const resendLostReportsJob = defineJob('reports.resend-lost', z.strictObject({}), { attempts: 1 });
