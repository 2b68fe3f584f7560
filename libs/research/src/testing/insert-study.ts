import type { Clinic } from '@anamnesis/users/testing';
import { v7 } from 'uuid';
import { freezeProfile, profileMeasuresSelect } from '../freeze-profile';
import type { ProfileMeasure, StudyDesign } from '../study-design';
import { aDesign } from './a-study';

export interface InsertedStudy {
  readonly status?: 'draft' | 'open' | 'closed';
  readonly design?: Partial<StudyDesign>;
  readonly openedAt?: string;
  readonly organisationId?: string;
}

/** A study of the clinic, open where nothing else is said; made as the owner of the tables. @returns its id */
export async function insertStudy(clinic: Clinic, { status = 'open', design = {}, openedAt = '2026-01-10T12:00:00Z', organisationId = clinic.organisationId }: InsertedStudy = {}): Promise<string> {
  const id = v7();
  const asked = { ...aDesign, ...design };
  const measures = await clinic.sql<ProfileMeasure>(profileMeasuresSelect);
  const opened = status === 'draft' ? {} : { profile: freezeProfile(asked, measures), opened_at: openedAt, ...(status === 'closed' ? { closed_at: openedAt } : {}) };
  await clinic.insert('study', { id, organisation_id: organisationId, title: 'Blood pressure', purpose: 'To learn', status, design: asked, ...opened });
  return id;
}
