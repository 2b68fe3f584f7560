import { Injectable } from '@nestjs/common';
import type { Acting } from '@anamnesis/sign-in';
import { v7 } from 'uuid';
import { Studies } from './studies';
import { Study } from './study.entity';
import type { StudyDesign } from './study-design';

export interface NewStudy {
  readonly title: string;
  readonly purpose: string;
  readonly design: StudyDesign;
}

/** The organisation is the admin's, never the client's to choose. */
const organisation = 'SELECT app.opened_organisation() AS "organisationId"';

@Injectable()
export class CreateStudy {
  constructor(private readonly studies: Studies) {}

  /** A draft, of whatever design: it is judged when it is opened. @returns the study's id. @throws StudyNotAllowed, SignInEnded */
  async execute(acting: Acting, study: NewStudy): Promise<string> {
    const id = v7();
    await this.studies.manage(acting, null, async (transaction) => {
      const [opened] = await transaction.query<{ organisationId: string }[]>(organisation);
      await transaction.createQueryBuilder().insert().into(Study).updateEntity(false).values({ id, organisationId: opened?.organisationId ?? '', ...study }).execute();
    });
    return id;
  }
}
