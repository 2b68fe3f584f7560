import type { EntityManager } from 'typeorm';

/** Who is told of what concerns these patients, whose records are open: their own accounts and of those who act for them in everything. By patient. */
export async function accountsOfPatients(transaction: EntityManager, patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await transaction.query<{ patient_id: string; account_id: string }[]>(
    `SELECT patient_id, account_id FROM patient_account WHERE patient_id = ANY ($1::uuid[])
      UNION SELECT patient_id, account_id FROM representation
       WHERE patient_id = ANY ($1::uuid[]) AND scope = 'full' AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())`,
    [patientIds],
  );
  return new Map([...Map.groupBy(rows, (row) => row.patient_id)].map(([patientId, of]) => [patientId, of.map((row) => row.account_id)]));
}

/** The accounts of doctors who have one. */
export async function accountsOfDoctors(transaction: EntityManager, doctorIds: readonly string[]): Promise<string[]> {
  const rows = await transaction.query<{ account_id: string }[]>('SELECT account_id FROM doctor WHERE id = ANY ($1::uuid[]) AND account_id IS NOT NULL', [doctorIds]);
  return rows.map(({ account_id }) => account_id);
}

/** The account of the patient's primary doctor, if there is one now. */
export async function accountsOfPrimary(transaction: EntityManager, patientId: string): Promise<string[]> {
  const rows = await transaction.query<{ account_id: string }[]>(
    `SELECT d.account_id FROM care_relation c JOIN doctor d ON d.id = c.doctor_id
      WHERE c.patient_id = $1::uuid AND c.kind = 'primary' AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()) AND d.account_id IS NOT NULL`,
    [patientId],
  );
  return rows.map(({ account_id }) => account_id);
}
