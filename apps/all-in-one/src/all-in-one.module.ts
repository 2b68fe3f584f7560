import { type DynamicModule, Module } from '@nestjs/common';
import { routeTable } from '@anamnesis/access';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { HealthModule } from '@anamnesis/http';
import { type KeyRing, SignInModule } from '@anamnesis/sign-in';
import { UsersModule, usersEntities } from '@anamnesis/users';
import { UsersHttpModule } from '@anamnesis/users/http';

export interface AllInOneOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly keyRing: KeyRing;
  readonly production: boolean;
}

/** All doors in one process. */
@Module({})
export class AllInOneModule {
  static forRoot({ databaseUrl, poolSize, keyRing, production }: AllInOneOptions): DynamicModule {
    const users = UsersModule.forRoot({ signingKey: keyRing.current, production });
    return {
      module: AllInOneModule,
      imports: [
        DatabaseModule.forRoot({ url: databaseUrl, poolSize, applicationName: 'all-in-one', entities: [...usersEntities] }),
        SignInModule.forRoot({ publicKeys: { keys: keyRing.publicKeys }, routes: routeTable }),
        AuditModule,
        HealthModule.forRoot([Database], (database) => [() => database.query({ text: 'SELECT 1' }, [])]),
        users,
        UsersHttpModule.forRoot(users, keyRing.publicKeys),
      ],
    };
  }
}
