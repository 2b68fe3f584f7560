import { asOwner } from './as-owner';
import { scramVerifier } from './scram-verifier';

/** The roles that migrations make, without a login. A deployment gives one to those it runs processes with. */
export const serviceRoles = [
  'anamnesis_user_service',
  'anamnesis_visit_service',
  'anamnesis_report_worker',
  'anamnesis_all_in_one',
  'anamnesis_importer',
  'anamnesis_extraction',
  'anamnesis_audit_reader',
] as const;
export type ServiceRole = (typeof serviceRoles)[number];

export type RolePasswords = Readonly<Partial<Record<ServiceRole, string>>>;

/** Lets the named roles sign in to the database, with these passwords from now on. */
export async function provisionRoles(ownerUrl: string, passwords: RolePasswords): Promise<void> {
  await asOwner(ownerUrl, async (client) => {
    for (const role of serviceRoles) {
      const password = passwords[role];
      if (password !== undefined) await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(scramVerifier(password))}`);
    }
  });
}
