import { Injectable } from '@nestjs/common';
import type { Role } from '@anamnesis/access';
import { Database } from '@anamnesis/database';
import { v7 } from 'uuid';
import { CreateAccount } from './create-account';
import { CreatePatient } from './create-patient';
import { Location, Organisation } from './place.entity';

/** Long enough for the rules and easy to type; refused where the production setting is on. */
export const demonstrationPassword = 'a-clinic-to-try-out';

interface DemonstrationAccount {
  readonly username: Role;
  readonly name: string;
}

const staff: readonly DemonstrationAccount[] = [
  { username: 'doctor', name: 'Dr Ines Okafor' },
  { username: 'nurse', name: 'Tomasz Wójcik' },
  { username: 'desk', name: 'Aylin Demir' },
  { username: 'researcher', name: 'Dr Hana Suzuki' },
  { username: 'admin', name: 'Martin Berger' },
  { username: 'auditor', name: 'Ruth Mbeki' },
];

const clinicName = 'Riverside Clinic';

/** Whether a clinic is there already decides whether one is made: an organisation of whatever origin counts. */
const anyClinic = 'SELECT EXISTS (SELECT FROM organisation) AS present';
/** Of several instances that start at once, one asks after the other. */
const oneAtATime = "SELECT pg_advisory_xact_lock(hashtext('users.first-clinic'))";

@Injectable()
export class MakeFirstClinic {
  constructor(
    private readonly database: Database,
    private readonly createAccount: CreateAccount,
    private readonly createPatient: CreatePatient,
  ) {}

  /** At the first start of all: an organisation, a location and one account for each role. Later starts change nothing. */
  async execute(zone: string): Promise<'made' | 'there-already'> {
    const organisationId = v7();
    const first = await this.database.inTransaction(async (transaction) => {
      await transaction.query(oneAtATime);
      const [clinic] = await transaction.query<{ present: boolean }[]>(anyClinic);
      if (clinic?.present) return false;
      await transaction.insert(Organisation, { id: organisationId, name: clinicName, phone: '+49 30 5550100' });
      await transaction.insert(Location, { id: v7(), organisationId, name: 'Riverside Clinic, main house', zone, address: { line: ['Uferstrasse 1'], city: 'Berlin', postalCode: '10115', country: 'DE' } });
      return true;
    });
    if (!first) return 'there-already';
    await this.makeAccounts(organisationId, zone, new Map());
    return 'made';
  }

  /** Makes the accounts that lack where the first start was killed among them. Whoever asks is alone: nobody else makes them now. */
  async complete(zone: string): Promise<void> {
    const [clinic] = await this.database.query<{ id: string }>({ text: 'SELECT id FROM organisation WHERE name = $1' }, [clinicName]);
    if (!clinic) return;
    const present = await this.database.query<{ username: string; accountId: string }>({ text: 'SELECT username_key AS username, account_id AS "accountId" FROM credential' }, []);
    await this.makeAccounts(clinic.id, zone, new Map(present.map(({ username, accountId }) => [username, accountId])));
  }

  private async makeAccounts(organisationId: string, zone: string, present: ReadonlyMap<string, string>): Promise<void> {
    const accountIds = new Map(present);
    const [house] = await this.database.query<{ id: string }>({ text: 'SELECT id FROM location WHERE organisation_id = $1 ORDER BY id LIMIT 1' }, [organisationId]);
    for (const { username, name } of staff.filter((account) => !present.has(account.username))) {
      accountIds.set(username, await this.createAccount.execute({
        username, role: username, organisationId, password: demonstrationPassword, demonstration: true, names: [{ use: 'usual', text: name }],
        ...(username === 'doctor' ? { specialty: 'General practice', phone: '+49 30 5550101' } : {}),
        ...(username === 'nurse' && house ? { locationId: house.id } : {}),
      }));
    }
    const names = [{ use: 'official' as const, text: 'Maria Lindqvist', given: ['Maria'], family: 'Lindqvist' }];
    if (present.has('patient')) return;
    // Who was made before a kill is the first that was given a number here.
    const [made] = await this.database.query<{ id: string }>({ text: "SELECT patient_id AS id FROM mrn_key WHERE mrn LIKE 'M-%' ORDER BY patient_id LIMIT 1" }, []);
    const patientId = made?.id ?? await this.createPatient.execute({ accountId: accountIds.get('doctor') ?? '', role: 'doctor' }, { names, birthDate: '1979-04-12', sex: 'female', phone: '+49 30 5550199', zone, language: 'en' });
    await this.createAccount.execute({ username: 'patient', role: 'patient', organisationId, password: demonstrationPassword, demonstration: true, names, patientId });
  }
}
