import type { AnnouncementRow } from '@anamnesis/users';
import type { z } from 'zod';
import type { announcementAnswer } from './announcement.schemas';

export function presentAnnouncement({ id, kind, about, at, seen_at }: AnnouncementRow): z.infer<typeof announcementAnswer> {
  return { id, kind, about: { ...about }, at: at.toISOString(), ...(seen_at === null ? {} : { seenAt: seen_at.toISOString() }) };
}
