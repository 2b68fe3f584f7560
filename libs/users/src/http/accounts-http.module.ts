import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from '@anamnesis/users';
import { AccountsController } from './accounts/accounts.controller';
import { InvitationsController } from './accounts/invitations.controller';
import { PlacesController } from './places/places.controller';
import { RegistrationController } from './accounts/registration.controller';
import { RegistrationsController } from './accounts/registrations.controller';
import { RoleRequestsController } from './accounts/role-requests.controller';

/** The HTTP door of accounts and places. */
@Module({})
export class AccountsHttpModule {
  /** @param users the core, as the app configured it */
  static forRoot(users: DynamicModule): DynamicModule {
    return {
      module: AccountsHttpModule,
      imports: [users, AccountsModule.forRoot(users)],
      controllers: [RegistrationController, AccountsController, RoleRequestsController, InvitationsController, RegistrationsController, PlacesController],
    };
  }
}
