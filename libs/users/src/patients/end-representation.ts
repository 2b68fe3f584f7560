import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { In } from 'typeorm';
import { Announce } from '../care/announce';
import { Charts } from '../charts/charts';
import { Representation } from './representation.entity';
import { EndBeforeBeginning, RepresentationChanged, RepresentationNotAllowed, RepresentationOver, RepresentationUnknown } from './representation.errors';

@Injectable()
export class EndRepresentation {
  constructor(
    private readonly charts: Charts,
    private readonly announce: Announce,
  ) {}

  /**
   * Ends it now or at a later moment: by the desk, the patient, or the one who acts.
   * @param readVersion the version that the caller has read
   * @throws RepresentationUnknown, RepresentationOver, RepresentationChanged, RepresentationNotAllowed, EndBeforeBeginning, PatientUnknown, PatientReplaced, SignInEnded
   */
  async execute(acting: Acting, patientId: string, id: string, readVersion: number, endsAt?: Date): Promise<void> {
    await this.charts.write(acting, patientId, async (transaction) => {
      const [opened] = await transaction.query<{ patient_ids: string[] }[]>('SELECT app.opened_patients() AS patient_ids');
      const representation = await transaction.findOneBy(Representation, { id, patientId: In(opened?.patient_ids ?? []) });
      if (!representation) throw new RepresentationUnknown();
      const now = new Date();
      if (representation.endsAt && representation.endsAt <= now) throw new RepresentationOver();
      if (endsAt && endsAt < now) throw new EndBeforeBeginning();
      if (representation.version !== readVersion) throw new RepresentationChanged();
      const end = endsAt ?? new Date(Math.max(now.valueOf(), representation.startsAt.valueOf()));
      // Nobody gives a right more time than it had: that is a new one, with evidence of its own.
      if (representation.endsAt && end > representation.endsAt) throw new RepresentationNotAllowed();
      const { affected } = await transaction.update(Representation, { id, patientId: representation.patientId, version: readVersion }, { endsAt: end, untilMajority: false, version: readVersion + 1 });
      await this.announce.execute(transaction, { kind: 'representation-ended', patientId, to: [representation.accountId].filter((account) => account !== acting.accountId), about: { representationId: id } });
      if (affected !== 1) throw await this.refusal(transaction.findOneByOrFail(Representation, { id, patientId: representation.patientId }), readVersion);
    });
  }

  private async refusal(now: Promise<Representation>, readVersion: number): Promise<Error> {
    return (await now).version === readVersion ? new RepresentationNotAllowed() : new RepresentationChanged();
  }
}
