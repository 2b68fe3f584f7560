import { type DynamicModule, Module } from '@nestjs/common';
import { AskForRole } from './accounts/ask-for-role';
import { ChangeAccount } from './accounts/change-account';
import { ChangeOwnAccount } from './accounts/change-own-account';
import { DecideRegistration } from './accounts/decide-registration';
import { DecideRoleRequest } from './accounts/decide-role-request';
import { InvitePatient } from './accounts/invite-patient';
import { InviteStaff } from './accounts/invite-staff';
import { ListAccounts } from './accounts/list-accounts';
import { ListInvitations } from './accounts/list-invitations';
import { ListRegistrations } from './accounts/list-registrations';
import { ListRoleRequests } from './accounts/list-role-requests';
import { LocationCheck } from './accounts/location-check';
import { ReadAccount } from './accounts/read-account';
import { RoleRequests } from './accounts/role-requests';
import { TakeRole } from './accounts/take-role';
import { WithdrawInvitation } from './accounts/withdraw-invitation';
import { Workplaces } from './accounts/workplaces';
import { OutgoingMailModule } from './mail/outgoing-mail.module';
import { ChangeAppointmentType } from './places/change-appointment-type';
import { ChangeLocation } from './places/change-location';
import { ChangeOrganisation } from './places/change-organisation';
import { CreateAppointmentType } from './places/create-appointment-type';
import { CreateLocation } from './places/create-location';
import { ListPlaces } from './places/list-places';
import { PlaceChange } from './places/place-change';
import { AcceptInvitation } from './registration/accept-invitation';
import { AskForEmailChange } from './registration/ask-for-email-change';
import { Confirm } from './registration/confirm';
import { ConfirmEmailChange } from './registration/confirm-email-change';
import { ForgotPassword } from './registration/forgot-password';
import { Links } from './registration/links';
import { MailLimits } from './registration/mail-limits';
import { Register } from './registration/register';
import { ResetPassword } from './registration/reset-password';
import { ChartsModule } from './users.module';

const verbs = [
  AskForEmailChange, AskForRole, ChangeAccount, ChangeAppointmentType, ChangeLocation, ChangeOrganisation, ChangeOwnAccount, Confirm, ConfirmEmailChange, CreateAppointmentType, CreateLocation,
  DecideRegistration, DecideRoleRequest, ForgotPassword, InvitePatient, InviteStaff, ListAccounts, ListInvitations, ListPlaces, ListRegistrations, ListRoleRequests, ReadAccount, Register,
  ResetPassword, TakeRole, WithdrawInvitation,
];

/** How somebody comes to an account and a role, and the places where they work: without doors. Needs a queue, for its mail. */
@Module({})
export class AccountsModule {
  /** @param users the core, as the app configured it: its one throttle of passwords, and whom it tells */
  static forRoot(users: DynamicModule): DynamicModule {
    return {
      module: AccountsModule,
      imports: [users, ChartsModule, OutgoingMailModule],
      providers: [...verbs, AcceptInvitation, Links, LocationCheck, MailLimits, PlaceChange, RoleRequests, Workplaces],
      exports: verbs,
    };
  }
}
