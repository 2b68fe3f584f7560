import type { DomainError } from '@anamnesis/errors';
import { CreateAccount } from '../accounts/create-account';
import { judgePassword } from './judge-password';
import { demonstrationPassword } from '../places/make-first-clinic';

const own = { username: 'anna.schmidt', names: [{ text: 'Dr. Anna-Sofia Schmidt', given: ['Anna-Sofia'], family: 'Schmidt' }], email: 'a.schmidt@lindenhof.example' };
const verdict = (password: string) => judgePassword(password, own).then(() => 'good', (refusal: unknown) => (refusal as DomainError).code);

describe('a password that somebody wants to have', () => {
  it.each([
    'correct horse battery staple', 'ein schöner tag am see', 'gras und wolken über dem hügel', 'καλημέρα θάλασσα μεγάλη', '山高水长风清月白云淡天青海阔鱼跃', '🐟🌊⛵🏝🐚🦀🐙🐬🐳🦈🪸🌅🌙⭐🌋', 'kq7ht2mfx9wbzr4d', demonstrationPassword,
    `${'seven small boats at sea, '.repeat(9)}.`,
  ])('is good with whatever letters: %s', async (password) => {
    expect(await verdict(password)).toBe('good');
  });

  it('has 15 letters at least, counted as people count them, and 256 at most', async () => {
    expect(await verdict('kq7ht2mfx9wbzr')).toBe('account.password-too-short');
    expect(await verdict('kq7ht2mfx9wbzrü'.normalize('NFD'))).toBe('good');
    expect(await verdict('kq7ht2mfx9wbzü'.normalize('NFD'))).toBe('account.password-too-short');
    expect(await verdict('🐟'.repeat(14))).toBe('account.password-too-short');
    expect(await verdict('kq7ht2mf '.repeat(29))).toBe('account.password-too-long');
  });

  it.each(['passwordpassword', 'password12345678', 'Password1Password1!', 'qwertyuiopasdfgh', 'aaaaaaaaaaaaaaaaaaaa', '123456789012345', 'abcdefghijklmnop', 'iloveyouiloveyou', '密码密码密码密码密码密码密码密码', '1qaz2wsx3edc4rfv', 'p@ssw0rdp@ssw0rd'])('is not one of those that are guessed first: %s', async (password) => {
    expect(await verdict(password)).toBe('account.password-too-common');
  });

  it.each(['anna.schmidt.1979', 'Schmidt-Anna-Sofia', 'a.schmidt@lindenhof.example', 'annaschmidtanna1', 'ANNA SCHMIDT ANNA', 'Anamnesis-Anna-2026', 'lindenhof.schmidt'])('is not little more than the name of the account: %s', async (password) => {
    expect(await verdict(password)).toBe('account.password-holds-own-name');
  });

  it('may hold a word of the name where there is enough besides', async () => {
    expect(await verdict('schmidt mends seven small boats')).toBe('good');
  });

  it('is judged in a time that nobody can stretch by its length', async () => {
    await verdict('warm up the list first');
    const began = performance.now();
    for (const piece of ['12345', 'password1!', 'qwerty@1!', 'a1b2c3d4', '@4@4310!1$5']) await verdict(piece.repeat(60).slice(0, 256));
    expect((performance.now() - began) / 5).toBeLessThan(250);
  });

  it('is judged before an account is made with it', async () => {
    const create = new CreateAccount(undefined as never);
    await expect(create.execute({ username: 'anna', password: 'passwordpassword', names: [], role: 'patient', organisationId: '' })).rejects.toThrow('among the first that are guessed');
  });
});
