import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Mail } from './mailer';
import { Mailer } from './mailer';
import { message } from './message';

/** Each mail is a file of its id, readable by this service alone: what is sent where no server is configured. */
export class FolderMailer extends Mailer {
  private readonly transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { message: written } = await this.transport.sendMail(message(mail, this.from));
    // Whole or not at all, and the same file when it comes again.
    const unfinished = join(this.folder, `.${randomUUID()}`);
    try {
      await writeFile(unfinished, written as Buffer, { mode: 0o600, flag: 'wx', flush: true });
      await rename(unfinished, join(this.folder, `${mail.id}.eml`));
    } finally {
      await rm(unfinished, { force: true });
    }
  }
}
