import type { MailTexts } from './mail-texts';

const link = (url: string, does: string, works: string): string => `${does}\n\n${url}\n\nThe link works once, ${works}.`;

export const en: MailTexts = {
  registration: (url) => ({
    subject: 'Confirm your e-mail address',
    text: `Somebody, probably you, registered with this e-mail address. ${link(url, 'Choose a password here:', 'within 24 hours')}\n\nIf it was not you, there is nothing to do: without the link no account is made.\n`,
  }),
  'already-registered': (url) => ({
    subject: 'You have an account already',
    text: `Somebody, probably you, registered with this e-mail address, which has an account already. Sign in here, or set a new password if you have forgotten it:\n\n${url}\n\nIf it was not you, there is nothing to do.\n`,
  }),
  invitation: (url) => ({ subject: 'You are invited', text: `An account is ready for you. ${link(url, 'Choose a password here:', 'within 7 days')}\n\nIf you expected nothing like this, leave it: without the link nothing happens.\n` }),
  'password-reset': (url) => ({
    subject: 'Set a new password',
    text: `Somebody, probably you, asked for a new password. ${link(url, 'Set it here:', 'within an hour')}\n\nIf it was not you, there is nothing to do: the old one is good as before.\n`,
  }),
  'password-changed': (url) => ({ subject: 'Your password was changed', text: `Your password was changed, and your other devices were signed out. If it was not you, set a new one at once:\n\n${url}\n` }),
  'email-change': (url) => ({
    subject: 'Confirm your new e-mail address',
    text: `Somebody, probably you, wants this to be the e-mail address of their account. ${link(url, 'Confirm it here:', 'within 24 hours')}\n\nIf it was not you, there is nothing to do.\n`,
  }),
  'email-changed': (url) => ({ subject: 'Your e-mail address was changed', text: `Your account has another e-mail address now, and no mail comes to this one any more. If it was not you, ask those who run this service for help:\n\n${url}\n` }),
  'role-approved': (url) => ({ subject: 'You can sign in', text: `What was asked for your account was approved. Sign in here:\n\n${url}\n` }),
  'record-tied': (url) => ({ subject: 'An account was connected', text: `An account was connected with what we keep under this e-mail address. If you know nothing of it, tell us soon, by the telephone number that you know of us:\n\n${url}\n` }),
  announcement: (url) => ({ subject: 'There is something to read', text: `There is something for you to read. Sign in here:\n\n${url}\n` }),
};
