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
import { type KeyRing, SignInModule } from '@anamnesis/sign-in';
import { EndedSessions, UsersModule, usersEntities } from '@anamnesis/users';
import { AccountsHttpModule, UsersHttpModule } from '@anamnesis/users/http';

export interface UserServiceOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly keyRing: KeyRing;
  readonly production: boolean;
  readonly redisUrl?: string | undefined;
  readonly logger: Logger;
}

/** The doors of users and of studies; it asks for mails, and the report worker sends them. */
@Module({})
export class UserServiceModule {
  static forRoot({ databaseUrl, poolSize, keyRing, production, redisUrl, logger }: UserServiceOptions): DynamicModule {
    const users = UsersModule.forRoot({ signingKey: keyRing.current, production });
    return {
      module: UserServiceModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'user-service', entities: [...usersEntities, ...researchEntities], check: checkDatabase }),
        SignInModule.forRoot({ publicKeys: { keys: keyRing.publicKeys }, routes: routeTable, sessions: EndedSessions }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.answers()]),
        users,
        UsersHttpModule.forRoot(users, keyRing.publicKeys),
        AccountsHttpModule.forRoot(users),
        StudiesHttpModule,
        QueueModule.forRoot({ databaseUrl, redisUrl, logger }),
      ],
    };
  }
}
