import { Global, Module } from '@nestjs/common';
import { AccessLog } from './access-log';

/** Global, because a process has one log of accesses: group commit only pays where all callers share it. */
@Global()
@Module({ providers: [AccessLog], exports: [AccessLog] })
export class AuditModule {}
