export interface Mail {
  /** Of its row: the same mail sent twice has the same Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
}

/** The way out. Resolves when the mail was taken. @throws MailNotTaken, MailRefused */
export abstract class Mailer {
  abstract send(mail: Mail): Promise<void>;
}
