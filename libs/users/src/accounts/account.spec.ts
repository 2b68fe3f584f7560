import { usernameKey } from './account.entity';
import { newMrn } from '../patients/mrn';
import { hashPassword, isOutdated, nobodysHash, passwordIsRight } from '../sign-in/password';

describe('a username', () => {
  it('is the same in whatever case, width and surrounding space it is typed', () => {
    expect(['Anna', ' ANNA ', 'ａｎｎａ'].map(usernameKey)).toEqual(['anna', 'anna', 'anna']);
  });
});

describe('a password', () => {
  it('is right however its letters were composed, and wrong otherwise', async () => {
    const hash = await hashPassword('Ein schöner Tag am See');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordIsRight('Ein schöner Tag am See'.normalize('NFD'), hash)).toBe(true);
    expect(await passwordIsRight('Ein schoener Tag am See', hash)).toBe(false);
  });

  it('is never right for a name that nobody has, not even the one that time is spent on', async () => {
    expect(await passwordIsRight('nobody knows this password', undefined)).toBe(false);
    expect(isOutdated(nobodysHash)).toBe(false);
  });

  it('is verified three times at once, and whoever waits behind too many others is refused', async () => {
    const hash = await hashPassword('Ein schöner Tag am See');
    const answers = await Promise.allSettled(Array.from({ length: 160 }, () => passwordIsRight('not that', hash)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(153);
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'sign-in.busy', kind: 'unavailable', retryAfterSeconds: 3 });
  });
});

describe('a medical record number', () => {
  it('has no letter that is mistaken for another, and is not given twice in a row', () => {
    const given = Array.from({ length: 1000 }, newMrn);
    expect(given.every((mrn) => /^M-[0-9A-HJKMNP-TV-Z]{8}$/.test(mrn))).toBe(true);
    expect(new Set(given).size).toBe(1000);
  });
});
