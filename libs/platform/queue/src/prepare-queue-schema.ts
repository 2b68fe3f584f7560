import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { QUEUE_SCHEMA } from './queue-connection';

const SERVICES = 'anamnesis_user_service, anamnesis_visit_service, anamnesis_report_worker';

/** Services send and run jobs. They may not change the tables, nor say that they were changed. */
const GRANTS = `
  REVOKE ALL ON SCHEMA ${QUEUE_SCHEMA} FROM PUBLIC;
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} FROM PUBLIC;
  GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${SERVICES};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${SERVICES};
  REVOKE INSERT, UPDATE, DELETE ON ${QUEUE_SCHEMA}.migration FROM ${SERVICES};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${SERVICES};
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${SERVICES};
`;

/** For the migrator, as the owner of the tables: BullMQ's own, as this version of it needs them. Safe to repeat; needed after each upgrade of BullMQ. */
export async function prepareQueueSchema(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'queue migrations' });
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    await client.query(GRANTS);
  } finally {
    await client.end();
  }
}
