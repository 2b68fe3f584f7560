/** Every mail that there is. None says a word of a record, nor names anybody but whom it goes to. */
export const mailKinds = [
  'registration', 'already-registered', 'invitation', 'password-reset', 'password-changed', 'email-change', 'email-changed', 'role-approved', 'record-tied', 'announcement',
  // To nobody: where an address is not known, the same is done as where it is.
  'nobody',
] as const;
export type MailKind = (typeof mailKinds)[number];
