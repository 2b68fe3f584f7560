import { roles } from '@anamnesis/access';
import { SignInRules } from './sign-in-rules';

describe('where nothing is set', () => {
  it('all but patients need a second factor in production, and nobody does elsewhere', () => {
    const asked = (rules: SignInRules) => roles.filter((role) => rules.needsSecondFactor(role, false));
    expect(asked(new SignInRules({ production: true }))).toEqual(['nurse', 'doctor', 'desk', 'researcher', 'admin', 'auditor']);
    expect(asked(new SignInRules({ production: false }))).toEqual([]);
    expect(asked(new SignInRules({ production: true, staffSecondFactor: false }))).toEqual([]);
  });

  it('an access token lives ten minutes, and never longer than half of the time that a session may be silent', () => {
    const rules = new SignInRules({ production: false });
    expect(roles.map((role) => rules.accessTokenSeconds(role))).toEqual(roles.map(() => 600));
    expect(new SignInRules({ production: false, idleMinutesStaff: 5 }).accessTokenSeconds('doctor')).toBe(150);
    expect(new SignInRules({ production: false, idleMinutesStaff: 5 }).accessTokenSeconds('patient')).toBe(600);
  });
});
