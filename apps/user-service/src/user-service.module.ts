import { type DynamicModule, Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { HealthModule } from '@anamnesis/http';
import type { Logger } from '@anamnesis/logging';
import { QueueModule } from '@anamnesis/queue';
import { researchEntities } from '@anamnesis/research';
import { StudiesHttpModule } from '@anamnesis/research/http';
import { checkDatabase } from '@anamnesis/schema';
import { SignInModule } from '@anamnesis/sign-in';
import { EndedSessions, UsersModule, type UsersOptions, usersEntities } from '@anamnesis/users';
import { AccountsHttpModule, UsersHttpModule } from '@anamnesis/users/http';

export interface UserServiceOptions extends UsersOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly redisUrl?: string | undefined;
  readonly logger: Logger;
}

/** The doors of users and of studies; it asks for mails, and the report worker sends them. */
@Module({})
export class UserServiceModule {
  static forRoot({ databaseUrl, poolSize, redisUrl, logger, ...usersOptions }: UserServiceOptions): DynamicModule {
    const users = UsersModule.forRoot(usersOptions);
    return {
      module: UserServiceModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'user-service', entities: [...usersEntities, ...researchEntities], check: checkDatabase }),
        SignInModule.forRoot({ publicKeys: { ring: usersOptions.keyRing }, routes: routeTable, sessions: EndedSessions }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.answers()]),
        users,
        UsersHttpModule.forRoot(users, usersOptions.keyRing),
        AccountsHttpModule.forRoot(users),
        StudiesHttpModule,
        QueueModule.forRoot({ databaseUrl, redisUrl, logger }),
      ],
    };
  }
}
