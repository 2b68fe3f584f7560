import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { LocationCheck } from './location-check';
import { type AskedRole, RoleRequests } from './role-requests';
import { Workplaces, organisationMeant } from './workplaces';

@Injectable()
export class AskForRole {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly roleRequests: RoleRequests,
    private readonly locationCheck: LocationCheck,
  ) {}

  /**
   * For an account of the admin's organisation; it has the role when somebody else has approved it.
   * @returns the request's id
   * @throws AccountUnknown, NotForOneself, RoleHeld, LocationNotThere, OrganisationNotYours, OrganisationUnclear, SignInEnded
   */
  async execute(acting: Acting, { organisationId: named, ...asked }: Omit<AskedRole, 'organisationId'> & { readonly organisationId?: string | undefined }): Promise<string> {
    const id = v7();
    await this.workplaces.work(acting, async (_, organisationIds) => {
      const organisationId = organisationMeant(organisationIds, named);
      await this.locationCheck.refuseElsewhere(asked.locationId, organisationId);
      await this.roleRequests.ask(acting, id, { ...asked, organisationId });
    });
    return id;
  }
}
