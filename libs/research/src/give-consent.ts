import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sqlstate, sqlstateOf } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Charts, personClass } from '@anamnesis/users';
import type { EntityManager } from 'typeorm';
import { ConsentLanguageUnknown, ConsentNotAllowed, ConsentTextDiffers } from './participation.errors';
import { type ParticipationRow, participationColumns } from './participation.row';
import { StudyUnknown } from './study.errors';
import type { StudyDesign } from './study-design';

/** Which text somebody agreed to. */
export interface ReadText {
  readonly textVersion: number;
  /** The tag of the language that it was read in. */
  readonly language: string;
}

const consentText = `SELECT profile -> 'consent' AS consent FROM study WHERE id = $1 AND status = 'open'`;

/**
 * Who gives it is told by the way in which the chart was opened, never by the client. Several records of one person consent together: they are
 * extracted only if all do. One who has consented already has: nothing changes.
 */
const insert = `
  INSERT INTO participation (patient_id, study_id, status, consent, age_band, sex, region, consented_at)
  SELECT record.patient_id, $2::uuid, 'consented', jsonb_build_object('version', $3::integer, 'sha256', $4::text, 'language', $5::text, 'givenBy', giver.given_by),
         class.age_band, class.sex, class.region, now()
    FROM unnest(app.opened_patients()) AS record (patient_id)
    CROSS JOIN LATERAL ${personClass('$1::uuid', 'now()')} AS class
    CROSS JOIN (SELECT CASE WHEN app.may_write() = 'person' THEN 'paper' WHEN current_setting('app.acting')::jsonb ? 'onBehalfOf' THEN 'representative' ELSE 'self' END AS given_by) AS giver
  ON CONFLICT (patient_id, study_id) DO UPDATE
    SET status = EXCLUDED.status, consent = EXCLUDED.consent, age_band = EXCLUDED.age_band, sex = EXCLUDED.sex, region = EXCLUDED.region,
        consented_at = EXCLUDED.consented_at, withdrawn_at = NULL, version = participation.version + 1
    WHERE participation.status = 'withdrawn'`;
const complete = `SELECT count(*) = cardinality(app.opened_patients()) AND app.may_write() IN ('home-measures', 'person') AS complete FROM participation WHERE patient_id = ANY (app.opened_patients()) AND study_id = $1 AND status = 'consented'`;
const given = `SELECT ${participationColumns} FROM participation WHERE patient_id = $1 AND study_id = $2`;

@Injectable()
export class GiveConsent {
  constructor(private readonly charts: Charts) {}

  /**
   * Takes part in an open study from now on. After a withdrawal it is a new consent, and a new person to the study.
   * @throws StudyUnknown, ConsentTextDiffers, ConsentLanguageUnknown, ConsentNotAllowed, and what opening a chart throws
   */
  async execute(acting: Acting, patientId: string, studyId: string, read: ReadText): Promise<ParticipationRow> {
    try {
      return await this.charts.write(acting, patientId, async (transaction) => {
        const text = await textOf(transaction, studyId, read);
        const [before] = await transaction.query<ParticipationRow[]>(given, [patientId, studyId]);
        // Not left to ON CONFLICT: the versions of PostgreSQL differ in whether a row that the caller may not change is then an error. Of several
        // records some may still lack it, and who only looks is refused all the same.
        if (before?.status === 'consented' && (await isComplete(transaction, studyId))) return before;
        await transaction.query(insert, [patientId, studyId, read.textVersion, createHash('sha256').update(text).digest('hex'), read.language]);
        const [participation] = await transaction.query<ParticipationRow[]>(given, [patientId, studyId]);
        // Where the database shows nothing of it, nothing was written either.
        if (!participation) throw new ConsentNotAllowed();
        return participation;
      });
    } catch (error) {
      throw sqlstateOf(error) === sqlstate.insufficientPrivilege ? new ConsentNotAllowed() : error;
    }
  }
}

async function isComplete(transaction: EntityManager, studyId: string): Promise<boolean> {
  const [records] = await transaction.query<{ complete: boolean }[]>(complete, [studyId]);
  return records?.complete === true;
}

async function textOf(transaction: EntityManager, studyId: string, { textVersion, language }: ReadText): Promise<string> {
  const [study] = await transaction.query<Pick<StudyDesign, 'consent'>[]>(consentText, [studyId]);
  if (!study) throw new StudyUnknown();
  const { version, texts } = study.consent;
  if (version !== textVersion) throw new ConsentTextDiffers(version);
  const text = Object.hasOwn(texts, language) ? texts[language] : undefined;
  if (text === undefined) throw new ConsentLanguageUnknown(Object.keys(texts));
  return text;
}
