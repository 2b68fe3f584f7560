import type { Acting } from '@anamnesis/sign-in';
import { VisitNotAllowed } from './visit.errors';

/** Whose chart it is, the opened context decides; which role may do this at all, is said here. @throws VisitNotAllowed */
export function assertMayWriteVisits({ role }: Pick<Acting, 'role'>): void {
  if (role !== 'doctor') throw new VisitNotAllowed();
}
