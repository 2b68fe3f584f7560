import { defineJob } from '@anamnesis/queue';
import { z } from 'zod';

/** Once a nudge: when it is tried again stands in the row. */
export const sendMailJob = defineJob('mail.send', z.strictObject({ mailId: z.uuid() }), { attempts: 1 });
export const resendLostMailJob = defineJob('mail.resend-lost', z.strictObject({}), { attempts: 1 });
