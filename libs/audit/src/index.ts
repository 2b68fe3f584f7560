export { type AccessEntry, AccessLog } from './access-log';
export { AccessNotRecorded } from './access-log.errors';
export { AuditModule } from './audit.module';
