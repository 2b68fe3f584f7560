import type { StudyDesign } from './study-design';
import type { StudyRight, StudyStatus } from './study-status';

/** A study as a statement gives it. What is NULL was not for this caller. */
export interface StudyRow {
  id: string;
  title: string;
  purpose: string;
  status: StudyStatus;
  /** As it was opened; of a draft, as it is asked for. */
  design: StudyDesign;
  opened_at: Date | null;
  closed_at: Date | null;
  version: number;
  /** How many take part. */
  participants: string | null;
  researchers: string[] | null;
}

export interface ReadStudyRow {
  readonly right: StudyRight;
  readonly study: StudyRow;
}

/** The measures of a profile are left out: they are a catalogue of some hundred lines. */
export const studySelect = `
  SELECT s.id, s.title, s.purpose, s.status, COALESCE(s.profile - 'measures', s.design) AS design, s.opened_at, s.closed_at, s.version,
         CASE WHEN app.study_right() <> 'know' THEN app.count_participants(s.id) END AS participants,
         CASE WHEN app.study_right() IN ('manage', 'look') THEN array(SELECT r.account_id FROM study_researcher r WHERE r.study_id = s.id ORDER BY r.account_id) END AS researchers
    FROM study s`;
