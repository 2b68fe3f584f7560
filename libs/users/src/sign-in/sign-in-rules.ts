import { z } from 'zod';

/** Roles that see others' records, or decide who may. */
const staffRoles: readonly string[] = ['doctor', 'nurse', 'desk', 'researcher', 'admin', 'auditor'];

export const signInSettings = {
  /** Whether doctors, nurses, desk, researchers, admins and auditors must have a second factor; as PRODUCTION where it is not set. Demonstration accounts need none. */
  STAFF_SECOND_FACTOR: z.stringbool().optional(),
  /** Minutes without use after which a session of staff is locked, and goes on with the password or a code. */
  IDLE_MINUTES_STAFF: z.coerce.number().int().min(1).max(1440).default(20),
  /** The same of a patient's. */
  IDLE_MINUTES_PATIENT: z.coerce.number().int().min(1).max(43_200).default(1440),
};

/** Short, because what is not opened as a chart waits for this to run out, or for the session to end. */
export const accessTokenSeconds = 600;

export interface SignInRulesOptions {
  readonly production: boolean;
  readonly staffSecondFactor?: boolean | undefined;
  readonly idleMinutesStaff?: number;
  readonly idleMinutesPatient?: number;
}

/** What differs from place to place in how people sign in. */
export class SignInRules {
  readonly production: boolean;
  private readonly staffSecondFactor: boolean;
  private readonly idleMinutesStaff: number;
  private readonly idleMinutesPatient: number;

  constructor({ production, staffSecondFactor = production, idleMinutesStaff = 20, idleMinutesPatient = 1440 }: SignInRulesOptions) {
    this.production = production;
    this.staffSecondFactor = staffSecondFactor;
    this.idleMinutesStaff = idleMinutesStaff;
    this.idleMinutesPatient = idleMinutesPatient;
  }

  needsSecondFactor(role: string, demonstration: boolean): boolean {
    return this.staffSecondFactor && !demonstration && staffRoles.includes(role);
  }

  /** For how long a session of this role may be silent. */
  idleSeconds(role: string): number {
    return (staffRoles.includes(role) ? this.idleMinutesStaff : this.idleMinutesPatient) * 60;
  }

  /** A session is used when its token is refreshed: half of the idle time lets nobody be locked who works, and none outlives it. */
  accessTokenSeconds(role: string): number {
    return Math.min(accessTokenSeconds, Math.ceil(this.idleSeconds(role) / 2));
  }
}
