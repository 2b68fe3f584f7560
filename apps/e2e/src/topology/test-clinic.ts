import { NestFactory } from '@nestjs/core';
import { AuditModule } from '@anamnesis/audit';
import { Database, DatabaseModule } from '@anamnesis/database';
import { openKeyRing } from '@anamnesis/sign-in';
import { CreateAccount, MakeFirstClinic, UsersModule, demonstrationPassword, usersEntities } from '@anamnesis/users';

/** A doctor of the same clinic without a care relation to anybody. */
export const stranger = { username: 'stranger', password: demonstrationPassword };

/** Somebody with two roles, whose password and second factor are tried out. */
export const locum = { username: 'locum', password: 'seven small boats at sea' };

/** The clinic of the first start, and a stranger beside it, made by the product's own verbs as the user service's role. */
export async function makeTestClinic(userServiceUrl: string, keysFolder: string): Promise<void> {
  const keyRing = await openKeyRing(keysFolder);
  const module = {
    module: class TestClinicModule {},
    imports: [
      DatabaseModule.forRoot({ url: userServiceUrl, poolSize: 2, applicationName: 'test clinic', entities: [...usersEntities] }),
      AuditModule,
      UsersModule.forRoot({ keyRing, production: false }),
    ],
  };
  const context = await NestFactory.createApplicationContext(module, { logger: ['error'] });
  await context.get(MakeFirstClinic).execute('Europe/Berlin');
  const [organisation] = await context.get(Database).query<{ id: string }>({ text: 'SELECT id FROM organisation' }, []);
  await context.get(CreateAccount).execute({ ...stranger, role: 'doctor', names: [{ text: 'Dr No Relation' }], organisationId: organisation?.id ?? '' });
  await context.get(CreateAccount).execute({ ...locum, role: 'doctor', names: [{ text: 'Dr Two Roles' }], organisationId: organisation?.id ?? '' });
  await context.close();
}
