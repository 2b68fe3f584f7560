import { z } from 'zod';
import { sendMailJob } from './mail-jobs';

/** The queue of mails, for the process that sends them; a slow server holds up a few, not all. */
export const mailWork = { queue: sendMailJob.queue, concurrency: 4 };

export const publicUrlSettings = {
  /** Where people reach the product, as links in mails name it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'say where people reach the product, as https://clinic.example' }).default('http://localhost:3000'),
};
